import { useEffect, useState } from 'react';
import type { Backup, RestoreLoss } from '../../../../shared/domain/backup.ts';
import { dayAndTime, lossInWords } from '../../../../shared/loss-words.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { lossOf, restoreBackup } from '../../stores/backups.ts';

export function RestoreDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const now = Date.now();
  const [loss, setLoss] = useState<RestoreLoss | null>(null);
  useEffect(() => {
    // A backup that cannot be read is refused when it is to be restored, with the reason.
    lossOf(backup.name).then(setLoss, () => {});
  }, [backup.name]);
  const cost = loss === null ? 'Everything that came after it is lost.' : lossInWords(loss, now);
  return (
    <ConfirmDialog
      opened
      title={`Go back to ${dayAndTime(backup.at, now)}?`}
      text={`${cost} The present data is kept in the folder “set-aside”. Pulse restarts.`}
      confirm="Restore and restart"
      onConfirm={() => restoreBackup(backup.name)}
      onClose={onClose}
    />
  );
}
