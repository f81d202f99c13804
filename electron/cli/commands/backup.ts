import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Backup } from '../../../shared/domain/backup.ts';
import { formatBytes } from '../../../shared/format.ts';
import { lossInWords } from '../../../shared/loss-words.ts';
import { ProblemError } from '../../engine/problem.ts';
import { backupFolder, listBackups } from '../../engine/store/backup/backup-files.ts';
import { lossOf } from '../../engine/store/backup/loss.ts';
import { restoreNow } from '../../engine/store/backup/restore-now.ts';
import { readMigrations } from '../../engine/store/migrate.ts';
import { agrees, canAsk } from '../confirm.ts';
import { json, line } from '../print.ts';
import { MIGRATIONS_FOLDER, openEngine, type SessionOptions, withSessionOptions } from '../session.ts';

/** `pulse backup`: makes a backup now. Works beside a running Pulse. */
export function backupCommand(): Command {
  return withSessionOptions(new Command('backup').description('back up history and settings now')).action(
    async (options: SessionOptions) => {
      const engine = await openEngine({ ...options, readonly: true });
      try {
        const name = await engine.backups.create('manual');
        const backup = engine.backups.overview().backups.find((each) => each.name === name);
        if (options.json) json(backup);
        else line(join(backupFolder(options.data), name));
      } finally {
        await engine.stop();
      }
    },
  );
}

/** `pulse backups`: what there is to go back to. Works also when the data itself cannot be opened. */
export function backupsCommand(): Command {
  return withSessionOptions(new Command('backups').description('list backups, newest first')).action(
    (options: SessionOptions) => {
      const backups = backupsIn(options.data);
      for (const backup of backups) {
        if (options.json) json(backup);
        else line(inOneLine(backup));
      }
      if (backups.length === 0 && !options.json) line('There are no backups yet.');
    },
  );
}

function inOneLine({ at, kind, bytes, version, layout, tooNew, name }: Backup): string {
  const cells = [
    new Date(at).toISOString().slice(0, 19).concat('Z'),
    kind.padEnd(7),
    formatBytes(bytes).padStart(8),
    `Pulse ${version ?? '?'}, layout ${layout}${tooNew ? ' (newer than this Pulse)' : ''}`,
    name,
  ];
  return cells.join('  ');
}

interface RestoreOptions extends SessionOptions {
  yes: boolean;
}

/** `pulse restore`: goes back to a backup, and sets the present data aside. Not beside a running Pulse. */
export function restoreCommand(): Command {
  return withSessionOptions(
    new Command('restore')
      .description('go back to a backup; the present data is set aside')
      .argument('[backup]', 'its name, as "pulse backups" lists it, or a file; the newest when left out'),
  )
    .option('--yes', 'do not ask', false)
    .action(async (wanted: string | undefined, options: RestoreOptions) => {
      const source = sourceOf(wanted, options.data);
      if (!options.yes && !(await mayGoBack(lossWords(source, options.data)))) return;
      const aside = restoreNow(options.data, source.path, Date.now());
      if (options.json) json({ restored: source.path, aside });
      else {
        line(`Pulse's data is that of ${source.path} now.`);
        if (aside !== null) line(`What was there before is in ${aside}.`);
      }
    });
}

interface Source {
  path: string;
  /** Null for a file from elsewhere. */
  backup: Backup | null;
}

function sourceOf(wanted: string | undefined, dataFolder: string): Source {
  const backups = backupsIn(dataFolder);
  const backup =
    wanted === undefined
      ? backups.find(({ tooNew }) => !tooNew)
      : backups.find(({ name }) => name === wanted);
  if (backup?.tooNew) {
    throw new ProblemError({
      code: 'from_the_future',
      title: 'This backup was made by a newer version of Pulse.',
      hint: 'Install the newest Pulse, or choose an older backup.',
    });
  }
  if (backup) return { path: join(backupFolder(dataFolder), backup.name), backup };
  if (wanted !== undefined && existsSync(wanted)) return { path: resolve(wanted), backup: null };
  throw new ProblemError({
    code: 'no_backup',
    title: wanted === undefined ? 'There are no backups yet.' : `There is no backup named "${wanted}".`,
    hint: '"pulse backups" lists those that there are. "pulse backup" makes one.',
  });
}

function lossWords({ backup }: Source, dataFolder: string): string {
  if (backup === null) return 'Everything that this file does not hold is lost from view.';
  return lossInWords(lossOf(dataFolder, backup), Date.now());
}

async function mayGoBack(words: string): Promise<boolean> {
  if (canAsk()) return agrees(`${words}\nThe present data is set aside. Go back?`);
  throw new ProblemError({
    code: 'not_confirmed',
    title: words,
    hint: 'Add --yes to go back nevertheless. The present data is set aside, not removed.',
  });
}

function backupsIn(dataFolder: string): Backup[] {
  return listBackups(dataFolder, readMigrations(MIGRATIONS_FOLDER).length);
}
