import { Button } from '@mantine/core';
import type { Backup, BackupKind } from '../../../../shared/domain/backup.ts';
import { formatBytes } from '../../../../shared/format.ts';
import { dayAndTime } from '../../../../shared/loss-words.ts';
import { CopyCsv } from '../../components/table/CopyCsv.tsx';
import { type CsvColumn, csvTime } from '../../components/table/copy-csv.ts';
import { fullTime } from '../../format/time.ts';
import classes from './Backups.module.css';
import settings from './Settings.module.css';

const why: Record<BackupKind, string> = {
  daily: 'Daily',
  manual: 'By you',
  upgrade: 'Before an upgrade',
};

const backupsCsv: readonly CsvColumn<Backup>[] = [
  { header: 'Made', of: ({ at }) => csvTime(at) },
  { header: 'Why', of: ({ kind }) => why[kind] },
  { header: 'Bytes', of: ({ bytes }) => bytes },
  { header: 'Written by', of: ({ version }) => version && `Pulse ${version}` },
  { header: 'File', of: ({ name }) => name },
];

interface Props {
  /** Newest first. */
  backups: readonly Backup[];
  onRestore: (backup: Backup) => void;
}

export function BackupList({ backups, onRestore }: Props) {
  if (backups.length === 0) return <p className={settings.text}>There are no backups yet.</p>;
  const now = Date.now();
  return (
    <table className={classes.list}>
      <caption className={classes.copy}>
        <CopyCsv what="the backups" columns={backupsCsv} rows={() => backups} />
      </caption>
      <thead>
        <tr>
          <th scope="col">Made</th>
          <th scope="col">Why</th>
          <th scope="col" className={classes.number}>
            Size
          </th>
          <th scope="col">Written by</th>
          <th>
            <span className={classes.hidden}>Go back</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {backups.map((backup) => (
          <tr key={backup.name}>
            <td>
              <time dateTime={new Date(backup.at).toISOString()} title={fullTime(backup.at)}>
                {dayAndTime(backup.at, now)}
              </time>
            </td>
            <td>{why[backup.kind]}</td>
            <td className={classes.number}>{formatBytes(backup.bytes)}</td>
            <td>{backup.version === null ? 'Not known' : `Pulse ${backup.version}`}</td>
            <td className={classes.action}>
              <Button
                size="compact-sm"
                disabled={backup.tooNew}
                title={backup.tooNew ? 'Made by a newer Pulse than this one.' : undefined}
                aria-label={`Restore the backup of ${dayAndTime(backup.at, now)}`}
                onClick={() => onRestore(backup)}
              >
                Restore…
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
