import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { attention } from '../../../renderer/src/attention.ts';
import { flushEvents, queueEvents } from '../../../renderer/src/ipc/event-queue.ts';
import { loadConnections, useConnections } from '../../../renderer/src/stores/connections.ts';
import { loadTables, useTables } from '../../../renderer/src/stores/tables.ts';
import type { ConnectionView } from '../../../shared/domain/connection.ts';
import { tableView } from '../../support/table-view.ts';
import { stubBridge } from '../../support/window-bridge.ts';

const FRAME_MS = 16;
const table = tableView(1);
const connection = { id: 1, name: 'replica-eu', status: 'ready', lagSeconds: 0 } as ConnectionView;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, FRAME_MS));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  stubBridge({ 'tables.list': () => [table], 'connections.list': () => [connection] });
  await loadTables();
  await loadConnections();
  // Nobody has touched the window for long, and a minute is left until all is drawn at the latest.
  vi.setSystemTime(Date.now() + 3_600_000);
  attention.draw();
  vi.setSystemTime(Date.now() + 15_000);
});

afterEach(() => {
  flushEvents();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const shown = () => useTables.getState().list[0];

it('shows with the next minute that a table was looked at', () => {
  queueEvents([{ name: 'table.changed', payload: { ...table, lastJudgedAt: 5_000 } }]);
  vi.advanceTimersByTime(30_000);
  expect(shown()?.lastJudgedAt).toBeNull();
  vi.advanceTimersByTime(30_000);
  expect(shown()?.lastJudgedAt).toBe(5_000);
});

it('shows at once that a table is in another health', () => {
  queueEvents([{ name: 'table.changed', payload: { ...table, health: 'unjudged' } }]);
  vi.advanceTimersByTime(FRAME_MS);
  expect(shown()?.health).toBe('unjudged');
});

it('shows at once that a connection has another status, and its lag with the next minute', () => {
  const lag = () => useConnections.getState().list[0]?.lagSeconds;
  queueEvents([{ name: 'connection.changed', payload: { ...connection, lagSeconds: 3 } }]);
  vi.advanceTimersByTime(30_000);
  expect(lag()).toBe(0);
  queueEvents([{ name: 'connection.changed', payload: { ...connection, status: 'down', lagSeconds: null } }]);
  vi.advanceTimersByTime(FRAME_MS);
  expect(useConnections.getState().list[0]?.status).toBe('down');
});
