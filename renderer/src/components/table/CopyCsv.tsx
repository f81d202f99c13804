import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTableExport } from '@tabler/icons-react';
import { plural } from '../../format/number.ts';
import { copyText } from '../../hooks/copy-text.ts';
import { doAndSay } from '../../stores/notice.ts';
import { asCsv, type CsvColumn } from './copy-csv.ts';

interface Props<T> {
  /** What is copied, for readers: "Copy the statements as CSV". */
  what: string;
  columns: readonly CsvColumn<T>[];
  /** Asked for when it is pressed. */
  rows: () => readonly T[];
}

/** Copies what a list shows, for a spreadsheet or a message. */
export function CopyCsv<T>({ what, columns, rows }: Props<T>) {
  const copy = () => {
    const shown = rows();
    return doAndSay(
      () => copyText(asCsv(columns, shown)),
      () => `${plural(shown.length, 'row')} copied as CSV.`,
    );
  };
  return (
    <Tooltip label="Copy as CSV">
      <ActionIcon variant="subtle" color="gray" size={22} onClick={copy} aria-label={`Copy ${what} as CSV`}>
        <IconTableExport size={14} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
