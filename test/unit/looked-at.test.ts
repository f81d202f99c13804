import { describe, expect, test } from 'vitest';
import { LookedAt } from '../../electron/ipc/looked-at.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';
import type { TableDetail } from '../../shared/domain/table.ts';

const checkOf = (tableId: number | null) =>
  ({ name: 'check.changed', payload: { id: 1, tableId } }) as unknown as PulseEvent;
const detail = {} as TableDetail;

describe('what the window is told of checks', () => {
  test('those of the tables that it asked for last, and of connections', async () => {
    const lookedAt = new LookedAt(() => detail);
    const told = () => [1, 2, 9].filter((id) => lookedAt.concerns(checkOf(id)));
    expect(told()).toEqual([]);
    expect(lookedAt.concerns(checkOf(null))).toBe(true);
    expect(await lookedAt.handler({ id: 1 })).toBe(detail);
    await lookedAt.handler({ id: 2 });
    expect(told()).toEqual([1, 2]);
    for (const id of [1, 3, 4, 5, 6, 7, 8, 9]) await lookedAt.handler({ id });
    expect(told()).toEqual([1, 9]);
  });

  test('of a table from the moment on in which it asks, so that nothing is lost before its answer', async () => {
    const seen: boolean[] = [];
    const lookedAt: LookedAt = new LookedAt(() => {
      seen.push(lookedAt.concerns(checkOf(3)));
      return detail;
    });
    await lookedAt.handler({ id: 3 });
    expect(seen).toEqual([true]);
  });

  test('everything of all else', () => {
    const lookedAt = new LookedAt(() => detail);
    const removed: PulseEvent = { name: 'check.removed', payload: { id: 1, tableId: 1 } };
    expect(lookedAt.concerns(removed)).toBe(true);
    expect(lookedAt.concerns({ name: 'table.removed', payload: { id: 1 } })).toBe(true);
  });
});
