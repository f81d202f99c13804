import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { judgedOnce } from '../../../electron/cli/wait.ts';
import { systemClock } from '../../../electron/engine/clock.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import { priceLastsMs } from '../../../electron/engine/planner/pricing.ts';
import { Checks } from '../../../electron/engine/store/checks.ts';
import { Db } from '../../../electron/engine/store/database.ts';
import { Interner, periodOf } from '../../../electron/engine/store/interner.ts';
import { RunMessages } from '../../../electron/engine/store/messages.ts';
import { STORE_FILE } from '../../../electron/engine/store/place.ts';
import { plainVault } from './plain-vault.ts';

type Said = [index: number, status: number, text: string];
type Priced = [index: number, price: string];

/**
 * What has gathered in a store whose tables are watched for long: the price of each check, the sentences that it says
 * and the statements that ask for it, each of which is kept once a week. Without them, every look of the first hours
 * would write them all. One table is looked at for real; all are alike, so that the others get what it left.
 */
export async function learnAll(folder: string, migrationsFolder: string): Promise<void> {
  const first = await lookAtOne(folder, migrationsFolder);
  const raw = new Sqlite(join(folder, STORE_FILE));
  try {
    raw.transaction(() => copyToAll(new Db(raw), first))();
    raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    raw.close();
  }
}

/** Runs the checks of one table, and returns it. */
async function lookAtOne(folder: string, migrationsFolder: string): Promise<{ id: number; name: string }> {
  const engine = await Engine.open({
    folder,
    migrationsFolder,
    version: 'bench',
    clock: systemClock,
    log: { debug() {}, info() {}, warn() {}, error: (fields) => console.error(fields) },
    notifier: { show: () => Promise.resolve(true) },
    vault: await plainVault(),
  });
  try {
    const [table] = await engine.handlers['tables.list'](null);
    if (!table) throw new Error('There is no table to look at.');
    const { checks } = await engine.handlers['tables.get']({ id: table.id });
    const ids = checks.map(({ id }) => id);
    const done = judgedOnce(engine, new Set(ids));
    engine.start();
    engine.handlers['checks.runNow']({ ids });
    await done;
    return table;
  } finally {
    await engine.stop();
  }
}

/** By the store's own parts, so that what they write is what the next look finds. */
function copyToAll(db: Db, first: { id: number; name: string }): void {
  const [checks, messages, statements] = [new Checks(db), new RunMessages(db), new Interner(db)];
  const now = Date.now();
  const period = periodOf(now);
  const rows = <T>(sql: string, ...values: unknown[]) =>
    db.raw
      .prepare(sql)
      .raw()
      .all(...values) as T[];
  const checksOf = (tableId: number) =>
    rows<[number]>('SELECT id FROM check_rule WHERE table_id = ? ORDER BY id', tableId).map(([id]) => id);
  const [from = 0] = checksOf(first.id);
  const prices = rows<Priced>(
    'SELECT p.check_id - ?, p.price FROM check_price p JOIN check_rule c ON c.id = p.check_id WHERE c.table_id = ?',
    from,
    first.id,
  );
  const sentences = rows<Said>(
    `SELECT DISTINCT r.check_id - ?, m.status, m.text FROM check_rule c JOIN check_run r ON r.check_id = c.id
     JOIN run_message m ON m.id = r.message_id AND m.period = ? AND m.hash <> 1 WHERE c.table_id = ?`,
    from,
    period,
    first.id,
  );
  const texts = rows<[string]>(
    `SELECT text FROM query_text WHERE period = ? AND instr(text, ?)`,
    period,
    first.name,
  );
  if (prices.length === 0 || sentences.length === 0 || texts.length === 0) {
    throw new Error('The look at one table left no price, no sentence or no statement.');
  }
  // A price that ran out is noticed at the check's next look.
  const [[intervalMs] = [0]] = rows<[number]>('SELECT interval_ms FROM check_rule WHERE id = ?', from);
  const others = rows<[number, string]>(
    'SELECT id, name FROM monitored_table WHERE id <> ? ORDER BY id',
    first.id,
  );
  for (const [index, [id, name]] of others.entries()) {
    const ids = checksOf(id);
    const at = now - Math.floor((index / others.length) * (priceLastsMs(id) + intervalMs));
    for (const [n, price] of prices) {
      checks.setPrice(ids[n] ?? 0, { ...JSON.parse(price.replaceAll(first.name, name)), at });
    }
    for (const [n, status, sentence] of sentences) messages.keep(sentence, ids[n] ?? 0, status, now);
    for (const [text] of texts) statements.idOf(text.replaceAll(first.name, name), now);
  }
}
