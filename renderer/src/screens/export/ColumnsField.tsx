import { Checkbox, Input } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSelector } from '@tabler/icons-react';
import { useId } from 'react';
import { exportColumns } from '../../../../shared/domain/export.ts';
import { changeColumns, useExport } from '../../stores/export.ts';
import classes from './Export.module.css';

/** Which columns the file has. Nothing chosen is all of them. */
export function ColumnsField() {
  const { dataset, columns } = useExport();
  const [opened, { toggle }] = useDisclosure(false);
  const id = useId();
  const all = exportColumns[dataset];
  const said = columns.length === 0 ? 'All columns' : `${columns.length} of ${all.length} columns`;
  return (
    <>
      <Input.Wrapper label="Columns" labelElement="div">
        <Input
          component="button"
          type="button"
          size="sm"
          pointer
          aria-label={`Columns: ${said}`}
          aria-expanded={opened}
          aria-controls={id}
          rightSection={<IconSelector size={15} stroke={1.6} aria-hidden="true" />}
          onClick={toggle}
        >
          {said}
        </Input>
      </Input.Wrapper>
      <Checkbox.Group
        id={id}
        className={classes.choice}
        hidden={!opened}
        aria-label="Columns"
        value={columns}
        onChange={changeColumns}
      >
        <p className={classes.hint}>With nothing ticked, the file has all of them.</p>
        <div className={classes.columns}>
          {all.map((column) => (
            <Checkbox key={column} value={column} label={column} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}
