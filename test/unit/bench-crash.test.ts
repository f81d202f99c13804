import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backUp } from '../../electron/engine/store/backup/back-up.ts';
import { backupFolder } from '../../electron/engine/store/backup/backup-files.ts';
import { openStore } from '../../electron/engine/store/store.ts';
import { Ledger } from '../bench/crash/scenario.ts';
import { verify } from '../bench/crash/verify.ts';
import { flipBitInPage, pagesOf } from '../support/damage.ts';
import { aQuery, aRun, aWorld, T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder } from '../support/store.ts';

/** A folder whose ledger is true: three thousand runs with their queries, and a backup. */
async function truthful(): Promise<{ folder: string; ledger: Ledger; backup: string }> {
  const folder = temporaryFolder();
  const ledger = new Ledger();
  const store = openStore({ folder, migrationsFolder: MIGRATIONS });
  const { check } = aWorld(store);
  store.transaction(() => {
    for (let n = 0; n < 3_000; n++) {
      const run = store.runs.append(aRun(check.id, { value: n }));
      store.queries.append(aQuery(check.connectionId, T0, { checkId: check.id, sql: `SELECT ${run.id}` }));
      ledger.note(`ack ${run.id} ${n}`);
    }
  });
  store.close();
  const backup = await backUp(folder, 'daily', T0);
  ledger.note(`backup ${backup} 3000`);
  return { folder, ledger, backup: join(backupFolder(folder), backup) };
}

it('finds nothing in a folder that holds what was said', async () => {
  const { folder, ledger } = await truthful();
  expect(verify(folder, MIGRATIONS, ledger)).toEqual({ lost: [], corrupt: [] });
});

it('finds a run that was said and is not there, or is another one', async () => {
  const { folder, ledger } = await truthful();
  ledger.note('ack 3001 7');
  ledger.note('ack 12 99');
  expect(verify(folder, MIGRATIONS, ledger).lost).toEqual(
    expect.arrayContaining(['run 3001', 'run 12', 'the query of run 3001']),
  );
});

it('finds damage in the data, in a backup and in an export', async () => {
  const { folder, ledger, backup } = await truthful();
  ledger.note(`export ${join(folder, 'history-1-0.csv')} 5`);
  writeFileSync(join(folder, 'history-1-0.csv'), 'header\na\nb\n');
  copyFileSync(backup, join(folder, 'pulse.db'));
  flipBitInPage(join(folder, 'pulse.db'), pagesOf(join(folder, 'pulse.db'), 'check_run')[3] ?? 0);
  flipBitInPage(backup, pagesOf(backup, 'query_log')[2] ?? 0);
  const { corrupt } = verify(folder, MIGRATIONS, ledger);
  expect(corrupt.some((what) => what.includes('pulse.db'))).toBe(true);
  expect(corrupt.some((what) => what.includes('backups'))).toBe(true);
  expect(corrupt).toContain('history-1-0.csv: 2 rows of 5');
});

it('finds what a restore gave up without keeping it', async () => {
  const { folder, ledger } = await truthful();
  ledger.note('restoring 2990');
  ledger.note('restored 2990');
  expect(verify(folder, MIGRATIONS, ledger).corrupt).toEqual([expect.stringContaining('set aside')]);
});
