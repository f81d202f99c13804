import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flushEvents, queueEvents } from '../../../renderer/src/ipc/event-queue.ts';
import { loadDetail, useDetail } from '../../../renderer/src/stores/detail.ts';
import { plansDiffer } from '../../../renderer/src/stores/load.ts';
import type { TableDetail } from '../../../shared/domain/table.ts';
import { tableView } from '../../support/table-view.ts';
import { stubBridge } from '../../support/window-bridge.ts';

const table = tableView(3, { name: 'orders', nextDueAt: 60_000 });
const detail: TableDetail = {
  table,
  checks: [],
  columns: [],
  profile: null,
  schemaDifferences: [],
  schemaHistory: [],
  incidents: [],
};
const check = (nextDueAt: number | null, enabled = true) => ({ enabled, state: { nextDueAt } });

describe('what is known of the next runs', () => {
  it('is out of date once none runs, and once they run again', () => {
    expect(plansDiffer([check(60_000)], false)).toBe(true);
    expect(plansDiffer([check(null)], true)).toBe(true);
    expect(plansDiffer([check(60_000)], true)).toBe(false);
    expect(plansDiffer([check(null)], false)).toBe(false);
  });

  it('is not asked of a check that is switched off, nor of none', () => {
    expect(plansDiffer([check(null, false)], true)).toBe(false);
    expect(plansDiffer([], true)).toBe(false);
  });
});

describe('the table that is open', () => {
  let called: string[];

  beforeEach(async () => {
    ({ called } = stubBridge({ 'tables.get': () => detail }));
    await loadDetail(3);
    // Of a check no more is looked at here than its next run.
    const checks = [check(60_000)] as unknown as TableDetail['checks'];
    useDetail.setState({ detail: { ...detail, checks } });
    called.length = 0;
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    useDetail.setState({ id: null, detail: null });
  });

  it.each([
    ['is read again when its connection is paused', { ...table, nextDueAt: null }, ['tables.get']],
    ['is left alone by what changes no plan', { ...table, nextDueAt: 90_000 }, []],
    ['is left alone by a pause of others', { ...table, id: 4, nextDueAt: null }, []],
  ])('%s', (_, changed, expected) => {
    queueEvents([{ name: 'table.changed', payload: changed }]);
    flushEvents();
    expect(called).toEqual(expected);
  });
});
