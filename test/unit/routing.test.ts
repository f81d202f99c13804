import { expect, test } from 'vitest';
import { asRouted } from '../../electron/engine/incidents/routing.ts';
import type { Check } from '../../shared/domain/check.ts';
import { MessageRoute, NotificationPolicy } from '../../shared/domain/settings.ts';

const check = (own: Partial<Check> = {}): Check => ({
  ...{ id: 1, connectionId: 2, tableId: 3, type: 'freshness', name: 'Freshness', config: {} },
  ...{ bounds: { warnMin: null, warnMax: null, failMin: null, failMax: 600 }, rule: { kind: 'fixed' } },
  ...{ severity: 'broken', intervalMs: 60_000, pendingRuns: 2, enabled: true, ...own },
});
const policy = (...routes: Partial<MessageRoute>[]) =>
  NotificationPolicy.parse({
    routes: routes.map((route) => MessageRoute.parse({ connectionId: 2, tableId: null, ...route })),
  });

test('a check takes its waits and how bad it is from its table, that from its connection', () => {
  const of = policy(
    { pendingMinutes: 5, keepFiringMinutes: 10 },
    { tableId: 3, pendingMinutes: 1, severity: 'critical' },
  );
  expect(asRouted(of, check())).toEqual(
    check({ pendingMinutes: 1, keepFiringMinutes: 10, severity: 'critical' }),
  );
  expect(asRouted(of, check({ tableId: 4 }))).toEqual(
    check({ tableId: 4, pendingMinutes: 5, keepFiringMinutes: 10 }),
  );
});

test('what a check says of its own waits counts first, also that there are none', () => {
  const of = policy({ tableId: 3, pendingMinutes: 5, keepFiringMinutes: 10 });
  const own = check({ pendingMinutes: 0, keepFiringMinutes: 2 });
  expect(asRouted(of, own)).toEqual(own);
});

test('a table, or else its connection, says how many runs in a row must be bad, whatever the check says', () => {
  const of = policy({ pendingRuns: 4 }, { tableId: 3, pendingRuns: 1 });
  expect(asRouted(of, check()).pendingRuns).toBe(1);
  expect(asRouted(of, check({ tableId: 4 })).pendingRuns).toBe(4);
  expect(asRouted(policy({ tableId: 3, pendingMinutes: 1 }), check()).pendingRuns).toBe(2);
});

test('nothing is changed where nothing is set', () => {
  expect(asRouted(policy({ connectionId: 9, severity: 'critical' }), check())).toEqual(check());
});
