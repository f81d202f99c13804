import { Checkbox, Combobox, Input } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useId } from 'react';
import { type Dataset, exportColumns } from '../../../../shared/domain/export.ts';
import classes from './Export.module.css';

interface Props {
  label?: string;
  dataset: Dataset;
  /** Empty for all. */
  columns: string[];
  onChange: (columns: string[]) => void;
}

/** Which columns the file has. Nothing chosen is all of them. */
export function ColumnsField({ label = 'Columns', dataset, columns, onChange }: Props) {
  const [opened, { toggle }] = useDisclosure(false);
  const id = useId();
  const all = exportColumns[dataset];
  const said = columns.length === 0 ? 'All columns' : `${columns.length} of ${all.length} columns`;
  return (
    <>
      <Input.Wrapper label={label} labelElement="div">
        <Input
          component="button"
          type="button"
          size="sm"
          pointer
          aria-label={`${label}: ${said}`}
          aria-expanded={opened}
          aria-controls={id}
          rightSection={<Combobox.Chevron />}
          onClick={toggle}
        >
          {said}
        </Input>
      </Input.Wrapper>
      <Checkbox.Group
        id={id}
        className={classes.choice}
        hidden={!opened}
        aria-label={label}
        value={columns}
        onChange={onChange}
      >
        <p className={classes.hint}>{label}: with nothing ticked, the file has all of them.</p>
        <div className={classes.columns}>
          {all.map((column) => (
            <Checkbox key={column} value={column} label={column} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}
