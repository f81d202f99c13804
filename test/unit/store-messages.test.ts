import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { putTogether, takeApart } from '../../electron/engine/store/message-parts.ts';
import { migrate, readMigrations } from '../../electron/engine/store/migrate.ts';
import { ALL_RUNS, T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';

describe('a message and its numbers', () => {
  it.each([
    ['42 rows in the last 60 min.', '_ rows in the last _ min.', '42|60'],
    ['1,234.5 % of 10, usual is 0.25 % to 3 %.', '_ % of _, usual is _ % to _ %.', '1,234.5|10|0.25|3'],
    ['by Mondays 09:00–10:00 (8 weeks)', 'by Mondays _:_–_:_ (_ weeks)', '09|00|10|00|8'],
    ['a share of 1e-7 is missing', 'a share of _ is missing', '1e-7'],
    ['public.orders_2024, v2 and t1.id3 are gone', 'public.orders_2024, v2 and t1.id3 are gone', null],
    ['Nothing came.', 'Nothing came.', null],
  ])('%s', (text, sentence, numbers) => {
    expect(takeApart(text)).toEqual({
      sentence: sentence.replaceAll('_', '\u0001').replaceAll('orders\u00012024', 'orders_2024'),
      numbers,
    });
    expect(putTogether(takeApart(text).sentence, numbers)).toBe(text);
  });

  it('are together what they were, whatever that was', () => {
    const pieces = fc.constantFrom(
      '1',
      '12,000',
      '.',
      ',',
      '|',
      '\u0001',
      ' ',
      'a',
      '_',
      'e',
      '-',
      '+',
      '☃',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          const { sentence, numbers } = takeApart(text);
          expect(putTogether(sentence, numbers)).toBe(text);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test('messages from before the upgrade are still said by the same runs, and are found', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'pulse.db');
  const before = openDatabase({ file, readonly: false, nativeBinding: undefined, busyTimeoutMs: 1_000 });
  const backup = { dataFolder: folder, nativeBinding: undefined, version: null };
  migrate(before, readMigrations(MIGRATIONS).slice(0, 4), backup);
  const period = Math.floor(T0 / (7 * 86_400_000));
  before.exec(`
    INSERT INTO connection VALUES (1, 'shop', 'h', 5432, 'd', 'u', 'disable', NULL, NULL, '{}', 0);
    INSERT INTO check_rule (id, connection_id, type, name, config, interval_ms, pending_runs, enabled)
      VALUES (1, 1, 'custom_sql', 'One', '{}', 60000, 2, 1), (2, 1, 'custom_sql', 'Two', '{}', 60000, 2, 1);
    INSERT INTO run_message VALUES (1, ${period}, 11, '42 rows came.'), (2, ${period}, 12, 'Nothing came.');
    INSERT INTO check_run (check_id, finished_at, id, status, value, message_id, elapsed_ms, busy_us) VALUES
      (1, ${T0}, 1, 0, 42, 1, 5, 5), (2, ${T0}, 2, 0, 42, 1, 5, 5), (1, ${T0 + 1}, 3, 5, 0, 2, 5, 5),
      (1, ${T0 + 2}, 4, 4, 0, 2, 5, 5);
    INSERT INTO incident (id, connection_id, state, severity, title, sentence, started_at, fired_at)
      VALUES (1, 1, 'firing', 'broken', 'One failed', 'Nothing came.', ${T0}, ${T0});
  `);
  before.close();

  const store = testStore(folder);
  expect(
    store.runs
      .list(ALL_RUNS, null, 10)
      .map(({ id, checkId, status, message }) => [id, checkId, status, message]),
  ).toEqual([
    [4, 1, 'warn', 'Nothing came.'],
    [3, 1, 'fail', 'Nothing came.'],
    [2, 2, 'pass', '42 rows came.'],
    [1, 1, 'pass', '42 rows came.'],
  ]);
  const found = (text: string) => store.search.runs({ text, filter: ALL_RUNS, before: null, limit: 10 }).runs;
  expect(found('nothing').map(({ id }) => id)).toEqual([4, 3]);
  expect(found('rows came').map(({ id }) => id)).toEqual([2, 1]);
  expect(store.search.incidents('nothing', 10)).toEqual([1]);
});
