import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunOutcome } from '../../electron/engine/checks/due.ts';
import { NO_BOUNDS } from '../../shared/domain/check.ts';
import { due, runAll, runOne, type Subject } from './support/check-kit.ts';
import { IN_WINDOW, RELATIONS, ROWS, SCHEMA, WINDOW } from './support/odd-tables.ts';
import { OddWorld } from './support/odd-world.ts';

let world: OddWorld;
beforeAll(async () => {
  world = await OddWorld.start();
});
afterAll(() => world.stop());

const subject = (name: string, changes: Partial<Subject> = {}): Subject => world.subject(name, changes);

type Case = [name: string, type: string, config: Record<string, unknown>, value: number | null];

const PARENT = { column: 'parent_id', parentSchema: SCHEMA, parentTable: 'Par.ent', parentColumn: 'K"ey' };
const FEW = { where: 'id <= 100' };
/** A condition that would swallow or widen what stands around it. */
const SLY = { where: 'id <= 50 or id = 100 -- and nothing else' };
/** A text of two lines, which must stay as it was written. */
const LINES = { where: "E'a\\nb' = 'a\nb' and id <= 100" };
const STATES = ['new', 'paid', 'sent'];

/** By hand, from the rows in `odd-tables.ts`. */
const CASES: Case[] = [
  ['volume', 'volume', { windowSeconds: null }, ROWS],
  ['volume in a window', 'volume', WINDOW, IN_WINDOW],
  ['volume by a local timestamp', 'volume', { ...WINDOW, timestampColumn: 'at_local' }, IN_WINDOW],
  ['newest load', 'volume', { timestampColumn: 'day', windowSeconds: null, count: 'newest_load' }, 1],
  [
    'newest load where',
    'volume',
    { timestampColumn: 'At', windowSeconds: null, count: 'newest_load', where: 'id > 1 -- fewer' },
    0,
  ],
  ['volume where', 'volume', { windowSeconds: null, ...FEW }, 100],
  ['volume where, slyly', 'volume', { windowSeconds: null, ...SLY }, 51],
  ['volume where, in a window', 'volume', { ...WINDOW, where: 'id % 2 = 0' }, 25],
  ['missing', 'missing', { column: 'status' }, 0.5],
  ['missing or blank', 'missing', { column: 'note', blankIsMissing: true }, 1],
  ['missing where', 'missing', { column: 'parent_id', ...FEW }, 5],
  ['missing in a window', 'missing', { column: 'status', ...WINDOW }, 100 / IN_WINDOW],
  ['unique', 'unique', { columns: ['id'] }, 0],
  ['unique, doubled', 'unique', { columns: ['status', 'mood'] }, 192],
  ['unique, handed over sorted', 'unique', { columns: ['parent_id'] }, 180],
  ['unique, sorted by several', 'unique', { columns: ['parent_id', 'day'], ...FEW }, 0],
  ['unique, sorted where, slyly', 'unique', { columns: ['parent_id'], ...SLY }, 38],
  ['unique, uuid in a window', 'unique', { columns: ['key'], ...WINDOW }, 0],
  ['unique where, over lines', 'unique', { columns: ['flag'], ...LINES }, 98],
  ['unique, json', 'unique', { columns: ['doc'] }, 198],
  ['unique where', 'unique', { columns: ['flag'], ...FEW }, 98],
  ['accepted', 'accepted_values', { column: 'status', values: STATES, learn: false }, 1],
  [
    'accepted where',
    'accepted_values',
    { column: 'status', values: STATES, learn: false, where: 'id > 7' },
    0,
  ],
  [
    'accepted in a window',
    'accepted_values',
    { column: 'status', values: ['new'], learn: false, ...WINDOW },
    33,
  ],
  [
    'accepted, long enough to be hashed',
    'accepted_values',
    { column: 'status', values: ['a', 'b', 'c', 'd', 'e', 'f', ...STATES], learn: false },
    1,
  ],
  ['accepted enum', 'accepted_values', { column: 'mood', values: ['fine'], learn: false }, 50],
  ['accepted boolean', 'accepted_values', { column: 'flag', values: ['true', 'false'], learn: false }, 0],
  ['accepted array', 'accepted_values', { column: 'tags', values: ['{a,b}'], learn: false }, 1],
  ['accepted json', 'accepted_values', { column: 'docb', values: ['{"a": 1}'], learn: false }, 100],
  ['outside', 'range', { column: 'Price', from: '0', to: '150' }, 50],
  ['outside, open above', 'range', { column: 'Price', from: '0' }, 2],
  ['outside float', 'range', { column: 'ratio', to: '1000' }, 3],
  ['outside real', 'range', { column: 'small', from: '1', to: '200' }, 2],
  ['outside integer', 'range', { column: 'id', from: '0.5', to: '2e2' }, 0],
  ['outside domain', 'range', { column: 'amount', to: '190' }, 10],
  ['outside, of declared digits', 'range', { column: 'fee', to: '150' }, 49],
  ['outside where', 'range', { column: 'id', to: '90', ...FEW }, 10],
  ['outside in a window', 'range', { column: 'id', to: '50', ...WINDOW }, 1],
  ['outside, in the future', 'range', { column: 'ends', to: 'now + 5 min' }, 4],
  ['outside, local time', 'range', { column: 'at_local', to: 'now' }, 0],
  ['outside dates', 'range', { column: 'day', from: '1900-01-01', to: 'now' }, 1],
  ['min', 'range', { column: 'Price', statistic: 'min' }, 1],
  ['max', 'range', { column: 'Price', statistic: 'max' }, 198],
  ['max float', 'range', { column: 'ratio', statistic: 'max' }, 20],
  ['mean', 'range', { column: 'Price', statistic: 'mean' }, 99.5],
  ['mean, of declared digits', 'range', { column: 'fee', statistic: 'mean' }, 99.5],
  ['min, of declared digits', 'range', { column: 'fee', statistic: 'min' }, 1],
  ['max, of declared digits', 'range', { column: 'fee', statistic: 'max' }, 198],
  ['mean where', 'range', { column: 'id', statistic: 'mean', ...FEW }, 50.5],
  ['mean in a window', 'range', { column: 'id', statistic: 'mean', ...WINDOW }, 26],
  ['percentile', 'range', { column: 'id', statistic: 'percentile', percentile: 95 }, 190.05],
  ['percentile, odd values', 'range', { column: 'Price', statistic: 'percentile', percentile: 50 }, 99.5],
  ['percentile of a domain', 'range', { column: 'amount', statistic: 'percentile', percentile: 100 }, 200],
  ['orphans', 'relationship', { ...PARENT, windowSeconds: null }, 40],
  ['orphans in a window', 'relationship', { ...PARENT, ...WINDOW }, 10],
  ['orphans where', 'relationship', { ...PARENT, windowSeconds: null, ...FEW }, 20],
  ['orphans where, over lines', 'relationship', { ...PARENT, windowSeconds: null, ...LINES }, 20],
  ['mean, compared', 'distribution', { column: 'Price', statistic: 'mean' }, 99.5],
  ['deviation', 'distribution', { column: 'id', statistic: 'stddev' }, Math.sqrt((200 * 201) / 12)],
  [
    'deviation, of declared digits',
    'distribution',
    { column: 'fee', statistic: 'stddev' },
    Math.sqrt((198 * 199) / 12),
  ],
  ['share of a value', 'distribution', { column: 'status', statistic: 'share', value: 'paid' }, 33],
  ['share of a boolean', 'distribution', { column: 'flag', statistic: 'share', value: 'true' }, 50],
  [
    'share of a condition',
    'distribution',
    { column: 'id', statistic: 'share', condition: 'id <= 50 -- few' },
    25,
  ],
  ['share where', 'distribution', { column: 'id', statistic: 'share', condition: 'id <= 50', ...FEW }, 50],
  ['mean length', 'distribution', { column: 'email', statistic: 'mean_length' }, 13.95],
  ['mean in a window, compared', 'distribution', { column: 'id', statistic: 'mean', ...WINDOW }, 26],
  ['distinct', 'cardinality', { column: 'status' }, 4],
  ['distinct arrays', 'cardinality', { column: 'tags' }, 2],
  ['distinct json', 'cardinality', { column: 'doc' }, 2],
  ['distinct numbers', 'cardinality', { column: 'Price' }, 200],
  ['distinct where', 'cardinality', { column: 'id', ...FEW }, 100],
  ['distinct where, over lines', 'cardinality', { column: 'id', ...LINES }, 100],
  ['distinct in a window', 'cardinality', { column: 'id', ...WINDOW }, IN_WINDOW],
  ['damaged', 'text_format', { column: 'note' }, 100 / 198],
  ['white space', 'text_format', { column: 'note', kind: 'whitespace' }, 100 / 198],
  ['email', 'text_format', { column: 'email', kind: 'email' }, 0.5],
  ['uuid', 'text_format', { column: 'key', kind: 'uuid' }, 0],
  ['regex', 'text_format', { column: 'status', kind: 'regex', pattern: '^[a-z]+$' }, 100 / 199],
  [
    'regex, forbidden',
    'text_format',
    { column: 'mood', kind: 'regex', pattern: "s(a|')d\\M", match: 'must_not_match' },
    25,
  ],
  ['text where', 'text_format', { column: 'email', kind: 'email', where: 'id > 20' }, 0],
  ['text in a window', 'text_format', { column: 'note', ...WINDOW }, 100 / 49],
  [
    'own SQL',
    'custom_sql',
    {
      sql: `SELECT max(id) FROM "we""ird Name"."Par.ent", (VALUES (3)) AS v (id); -- end`.replace(
        '; -- end',
        ';',
      ),
      result: 'value',
    },
    3,
  ],
];

describe.each(RELATIONS)('on %s', (name) => {
  it('every type finds what is there, folded together and alone', async () => {
    const dues = CASES.map(([label, type, config]) =>
      due(subject(name), type, config, { name: label, bounds: NO_BOUNDS, rule: { kind: 'fixed' } }),
    );
    const start = world.log.length;
    const together = await runAll(dues, world.replica);
    const middle = world.log.length;
    const alone: RunOutcome[] = [];
    for (const one of dues) alone.push(await runOne(one, world.replica));
    const summary = (outcomes: RunOutcome[]) =>
      outcomes.map(({ value, status, message }, index) => [CASES[index]?.[0], value, status, message]);
    expect(summary(together)).toEqual(summary(alone));
    expect(
      together.map(({ value, message }, index) => [CASES[index]?.[0], value, value === null && message]),
    ).toEqual(
      CASES.map(([label, , , value]) => [
        label,
        value === null ? null : expect.closeTo(value, 8),
        expect.anything(),
      ]),
    );
    expect(middle - start).toBeLessThan(world.log.length - middle);
  });

  it('the age of the newest row is known', async () => {
    const dues = ['At', 'at_local', 'day'].map((timestampColumn) =>
      due(subject(name), 'freshness', { timestampColumn, where: 'id < 200 and id <> 4' }),
    );
    const [at, local, day] = await runAll(dues, world.replica);
    expect(at?.value).toBeGreaterThanOrEqual(0);
    expect(at?.value).toBeLessThan(600);
    expect(local?.value).toBeCloseTo(at?.value ?? -1, -1);
    expect(day?.value).toBeGreaterThan(0);
    expect(day?.value).toBeLessThan(3 * 86_400);
    const infinite = await runOne(
      due(subject(name), 'freshness', { timestampColumn: 'ends' }),
      world.replica,
    );
    expect(infinite).toMatchObject({ status: 'fail', message: "The newest row's timestamp is infinite." });
  });

  it('a catalogue that was not asked yet changes no answer but that of types without equality', async () => {
    const cases = CASES.filter(([label]) => !label.includes('json'));
    const dues = cases.map(([label, type, config]) =>
      due(subject(name, { facts: null }), type, config, {
        name: label,
        bounds: NO_BOUNDS,
        rule: { kind: 'fixed' },
      }),
    );
    const outcomes = await runAll(dues, world.replica);
    expect(
      outcomes.map(({ value, message }, index) => [cases[index]?.[0], value, value === null && message]),
    ).toEqual(cases.map(([label, , , value]) => [label, expect.closeTo(value ?? 0, 8), expect.anything()]));
  });
});
