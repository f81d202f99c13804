import { expect, test } from 'vitest';
import { whatStops } from '../../electron/shell/quit-words.ts';

const tables = [
  { connectionId: 1, checks: 2 },
  { connectionId: 1, checks: 0 },
  { connectionId: 2, checks: 1 },
];
const connections = [
  { id: 1, paused: false },
  { id: 2, paused: false },
];

test('says how much is not watched any more: tables with checks on connections that go on', () => {
  expect(whatStops({ tables, connections, pause: null })).toBe(
    'Nobody watches 2 tables on 2 connections until Pulse is started again: nothing is checked, and nothing is said. Then it catches up quietly.',
  );
  const onePaused = [
    { id: 1, paused: true },
    { id: 2, paused: false },
  ];
  expect(whatStops({ tables, connections: onePaused, pause: null })).toMatch(
    /^Nobody watches 1 table on 1 connection until/,
  );
});

test('says nothing when nothing is watched anyway', () => {
  expect(whatStops({ tables: [], connections, pause: null })).toBeNull();
  expect(whatStops({ tables: [{ connectionId: 1, checks: 0 }], connections, pause: null })).toBeNull();
  expect(whatStops({ tables, connections: [], pause: null })).toBeNull();
  expect(whatStops({ tables, connections, pause: { since: 1, by: 'user' } })).toBeNull();
});
