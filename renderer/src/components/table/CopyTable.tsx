import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTableExport } from '@tabler/icons-react';
import { csvTable } from '../../../../shared/csv.ts';
import { plural } from '../../format/number.ts';
import { copyText } from '../../hooks/copy-text.ts';
import { doAndSay } from '../../stores/notice.ts';
import type { Cells } from './copy-csv.ts';

interface Props {
  /** What is copied, for readers: "Copy the statements as CSV". */
  what: string;
  /** Header first. Asked for when it is pressed. */
  table: () => readonly Cells[];
}

/** Copies a table for a spreadsheet or a message. */
export function CopyTable({ what, table }: Props) {
  const copy = () => {
    const rows = table();
    return doAndSay(
      () => copyText(csvTable(rows)),
      () => `${plural(rows.length - 1, 'row')} copied as CSV.`,
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
