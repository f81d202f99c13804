import { describe, expect, test } from 'vitest';
import type { ConnectionWatch } from '../../electron/engine/connections/watch.ts';
import { draftHandlers } from '../../electron/engine/handlers/drafts.ts';
import type { HandlerDeps } from '../../electron/engine/handlers/handlers.ts';
import { Roster } from '../../electron/engine/monitor/roster.ts';
import { ReplicaError } from '../../electron/engine/replica/errors.ts';
import type { CheckInput } from '../../shared/domain/check.ts';
import { checkInput } from '../support/check-input.ts';
import { aConnection, aRun, aTable } from '../support/samples.ts';
import { ScriptedReplica } from '../support/scripted-replica.ts';
import { testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const learned = { kind: 'anomaly', sides: 'both', guard: 'always' } as const;
const none = { warnMin: null, warnMax: null, failMin: null, failMax: null };

/** A table on a scripted replica, with at most one saved check. */
function world(saved?: CheckInput) {
  const store = testStore();
  const clock = new VirtualClock();
  const connection = aConnection(store);
  const table = aTable(store, connection.id);
  const owner = { connectionId: connection.id, tableId: table.id };
  const check = saved && store.checks.insert(owner, saved);
  const replica = new ScriptedReplica();
  const roster = new Roster(store, clock.now());
  roster.watches.set(connection.id, {
    keeper: { config: connection, replica },
  } as unknown as ConnectionWatch);
  const handlers = draftHandlers({ roster, clock } as unknown as HandlerDeps);
  return { store, clock, replica, roster, handlers, check, place: { ...owner, checkId: check?.id ?? null } };
}

const count = (changes: Partial<CheckInput> = {}, config: Record<string, unknown> = {}) =>
  checkInput('volume', config, { bounds: none, intervalMs: 3_600_000, ...changes });

describe('a check that is being written', () => {
  test('shows the statement that it will run, without a question to the server', async () => {
    const { handlers, replica, place } = world();
    const { faults, sql } = await handlers['checks.preview']({
      ...place,
      check: checkInput('missing', { column: 'e"mail', where: 'id > 7' }),
    });
    expect(faults).toEqual([]);
    expect(sql).toContain('"e""mail" IS NULL');
    expect(sql).toContain('id > 7');
    expect(replica.asked).toEqual([]);
  });

  test('says every setting that does not fit at its field', async () => {
    const { handlers, place } = world();
    const { faults, sql } = await handlers['checks.preview']({
      ...place,
      check: checkInput(
        'custom_sql',
        { sql: 'DELETE FROM orders' },
        { bounds: { ...none, failMin: 5, failMax: 1 } },
      ),
    });
    expect(faults.map(({ field }) => field)).toEqual(['sql', 'bounds']);
    expect(faults[1]?.message).toBe('The lower bound (5) is above the upper bound (1).');
    expect(sql).toBeNull();
  });

  test('has a price before it is saved, or the server’s word on why not', async () => {
    const { handlers, replica, place } = world();
    const check = checkInput('custom_sql', { sql: 'SELECT 1' });
    const good = await handlers['checks.price']({ ...place, check });
    expect(good).toMatchObject({ price: { step: 'as_asked' }, problem: null });
    expect(good.sql).toContain('SELECT 1');
    const title = 'There is no column "nope".';
    replica.query = async () => {
      throw new ReplicaError('missing_column', {
        code: 'x',
        title,
        hint: '',
        detail: null,
        sqlstate: '42703',
      });
    };
    expect(await handlers['checks.price']({ ...place, check })).toMatchObject({
      price: null,
      problem: { title },
    });
  });

  test('is tried by its own rule, whatever was tried before', async () => {
    const { handlers, replica, place } = world();
    replica.answer = () => ({ rows: 7 });
    expect((await handlers['checks.dryRun']({ ...place, check: count() })).status).toBe('pass');
    expect((await handlers['checks.dryRun']({ ...place, check: count({ rule: learned }) })).status).toBe(
      'learning',
    );
    expect((await handlers['checks.dryRun']({ ...place, check: count() })).status).toBe('pass');
  });

  test('is judged by what the history of the saved check teaches, and the saved one keeps its own', async () => {
    const { handlers, replica, roster, store, clock, place, check } = world(count());
    if (!check) throw new Error('There is a check.');
    const step = check.intervalMs;
    for (let i = 200; i > 0; i--)
      store.runs.append(aRun(check.id, { finishedAt: clock.now() - i * step, value: 100 + (i % 5) }));
    replica.answer = () => ({ rows: 5_000 });
    const tried = await handlers['checks.dryRun']({ ...place, check: count({ rule: learned }) });
    expect(tried).toMatchObject({ status: 'fail' });
    expect(roster.memories.past(check).baseline).toBeNull();
    const elsewhere = count({ rule: learned }, { where: 'id > 7' });
    expect((await handlers['checks.dryRun']({ ...place, check: elsewhere })).status).toBe('learning');
  });
});
