import { Modal } from '@mantine/core';
import { closeExport, useExport } from '../../stores/export.ts';
import { ExportFilter } from './ExportFilter.tsx';
import { ExportJob } from './ExportJob.tsx';

/** Check results as CSV: first what, then how it goes. Closing it does not stop a running export. */
export function ExportDialog() {
  const open = useExport((state) => state.open);
  const job = useExport((state) => state.job);
  return (
    <Modal opened={open} onClose={closeExport} title="Export history as CSV" size={560}>
      {job ? <ExportJob job={job} /> : <ExportFilter />}
    </Modal>
  );
}
