import { Modal } from '@mantine/core';
import { closeExport, useExport } from '../../stores/export.ts';
import { ExportFilter } from './ExportFilter.tsx';
import { ExportJob } from './ExportJob.tsx';

/** First what, then how it goes. Closing it does not stop a running export. */
export function ExportDialog() {
  const open = useExport((state) => state.open);
  const job = useExport((state) => state.job);
  return (
    <Modal opened={open} onClose={closeExport} title="Export as CSV" size={620}>
      {job ? <ExportJob job={job} /> : <ExportFilter />}
    </Modal>
  );
}
