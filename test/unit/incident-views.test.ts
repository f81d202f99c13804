import { expect, onTestFinished, test } from 'vitest';
import { LookAround } from '../../electron/engine/incidents/look-around.ts';
import { liveCheck } from '../../electron/engine/schedule/live-check.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { temporaryFolder } from '../support/store.ts';

const MINUTE = 60_000;

/** A table, and a view that shows its rows. */
function aDesk() {
  const desk = new IncidentDesk(temporaryFolder());
  onTestFinished(() => desk.close());
  const connectionId = desk.addConnection();
  const check = (table: string, type = 'range', name = 'Range of amount') =>
    desk.addCheck(connectionId, table, { type, name });
  const [ofTable, ofView] = [check('orders'), check('v_open_orders')];
  desk.sources.set(ofView.tableId ?? 0, [ofTable.tableId ?? 0]);
  return { desk, check, ofTable, ofView };
}

test('A view that shows the rows of a broken table is no message of its own', () => {
  const { desk, ofTable, ofView } = aDesk();
  desk.observe(ofTable, { bad: true });
  desk.advance(5_000);
  desk.observe(ofView, { bad: true });
  desk.advance(2 * MINUTE);
  expect(desk.said).toEqual(['firing public.orders: Range of amount failed']);
  const [view, table] = desk.incidents;
  expect(view).toMatchObject({ tableName: 'public.v_open_orders', held: 'folded', parentId: table?.id });

  desk.observe(ofTable, { bad: false });
  desk.advance(30_000);
  // It is looked at in its own time.
  desk.observe(ofView, { bad: true });
  desk.advance(MINUTE);
  desk.observe(ofView, { bad: false });
  desk.advance(30 * MINUTE);
  expect(desk.said.slice(1)).toEqual(['resolved public.orders: back to normal']);
});

test('A view waits for what is in doubt in the table below it', () => {
  const { desk, ofTable, ofView } = aDesk();
  desk.observe(ofTable, { bad: true, needed: 2 });
  desk.observe(ofView, { bad: true });
  desk.advance(MINUTE);
  desk.observe(ofTable, { bad: true, needed: 2 });
  desk.advance(2 * MINUTE);
  expect(desk.said).toEqual(['firing public.orders: Range of amount failed']);
});

test('A doubt that does not come true keeps a view back for no longer than a look takes', () => {
  const { desk, ofTable, ofView } = aDesk();
  desk.observe(ofTable, { bad: true, needed: 2 });
  desk.observe(ofView, { bad: true });
  desk.advance(30_000);
  desk.observe(ofTable, { bad: false });
  desk.advance(1_000);
  expect(desk.said).toEqual(['firing public.v_open_orders: Range of amount failed']);
});

test('A view that is still broken long after its table is mended stands for itself', () => {
  const { desk, ofTable, ofView } = aDesk();
  desk.observe(ofTable, { bad: true });
  desk.observe(ofView, { bad: true });
  desk.advance(MINUTE);
  desk.observe(ofTable, { bad: false });
  for (let minute = 0; minute < 12; minute++) {
    desk.advance(MINUTE);
    desk.observe(ofView, { bad: true });
  }
  desk.advance(MINUTE);
  expect(desk.said.at(-1)).toBe('firing public.v_open_orders: Range of amount failed');
});

test('What goes wrong with a view much later, and in another way, is its own', () => {
  const { desk, ofTable, check } = aDesk();
  desk.observe(ofTable, { bad: true });
  desk.advance(20 * MINUTE);
  desk.observe(check('v_open_orders', 'unique', 'Duplicates'), { bad: true });
  desk.advance(MINUTE);
  expect(desk.said.at(-1)).toBe('firing public.v_open_orders: Duplicates failed');
});

test('Late rows of a table explain few rows of a view, whenever those are noticed', () => {
  const { desk, check } = aDesk();
  desk.observe(check('orders', 'freshness', 'Freshness'), { bad: true });
  desk.advance(20 * MINUTE);
  desk.observe(check('v_open_orders', 'volume', 'Rows'), { bad: true });
  desk.advance(MINUTE);
  expect(desk.said).toEqual(['firing public.orders: Freshness failed']);
});

test('Where a view turns bad, the tables below it are asked the same at once', () => {
  const { desk, check, ofTable, ofView } = aDesk();
  const others = [ofTable, ofView, check('orders', 'missing', 'Missing'), check('refunds')];
  const lives = others.map((each) => liveCheck(each, null, null, desk.now));
  const around = new LookAround((id) => desk.sources.get(id) ?? []);
  const [table, view] = lives;
  if (!table || !view) throw new Error('Two checks were put in.');
  expect(around.after(table, lives, desk.now)).toEqual([]);
  expect(around.after(view, lives, desk.now)).toEqual([ofTable.id]);
  expect(around.after(view, lives, desk.now + MINUTE)).toEqual([]);
});
