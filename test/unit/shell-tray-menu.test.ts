import { expect, test, vi } from 'vitest';
import { looksOf, type TrayView, trayMenu } from '../../electron/shell/tray-menu.ts';
import type { IncidentView } from '../../shared/domain/incident.ts';

const actions = () => ({
  open: vi.fn(),
  openIncident: vi.fn(),
  openSettings: vi.fn(),
  pauseAll: vi.fn(),
  quit: vi.fn(),
});

const incident = (id: number, changes: Partial<IncidentView> = {}) =>
  ({
    id,
    title: `public.t${id}: Freshness failed`,
    state: 'firing',
    parentId: null,
    ...changes,
  }) as IncidentView;

const menu = (view: Partial<TrayView>, does = actions()) =>
  trayMenu('Pulse', { words: '3 tables, all healthy', incidents: [], paused: false, ...view }, does);

const click = (item: ReturnType<typeof menu>[number] | undefined) =>
  (item as { click: () => void } | undefined)?.click();

const labels = (items: ReturnType<typeof menu>) => items.map(({ label, type }) => label ?? type);

test('says the state and offers what one does without the window', () => {
  expect(labels(menu({}))).toEqual([
    '3 tables, all healthy',
    'separator',
    'Open Pulse',
    'Pause All Watching',
    'Settings…',
    'separator',
    'Quit Pulse',
  ]);
});

test('lists what is open, each leading to itself, and says how many more there are', () => {
  const does = actions();
  const incidents = [
    incident(1),
    incident(2, { parentId: 1 }),
    incident(3, { state: 'resolved' }),
    ...[4, 5, 6, 7, 8].map((id) => incident(id)),
  ];
  const items = menu({ incidents, words: '6 tables broken' }, does);
  expect(labels(items).slice(0, 8)).toEqual([
    '6 tables broken',
    'separator',
    ...[1, 4, 5, 6, 7].map((id) => `public.t${id}: Freshness failed`),
    '1 more…',
  ]);
  click(items[3]);
  expect(does.openIncident).toHaveBeenCalledWith(4);
});

test('says that watching is paused, and resumes it', () => {
  const does = actions();
  const items = menu({ paused: true }, does);
  expect(items[0]?.label).toBe('Watching is paused; 3 tables, all healthy');
  click(items.find(({ label }) => label === 'Resume All Watching'));
  expect(does.pauseAll).toHaveBeenCalledWith(false);
});

test('keeps an ampersand for what it is', () => {
  expect(labels(menu({ incidents: [incident(1, { title: 'R&D: Schema failed' })] }))).toContain(
    'R&&D: Schema failed',
  );
});

test('looks different only when it says or opens something else', () => {
  const looks = (incidents: IncidentView[], paused = false) => looksOf(menu({ incidents, paused }));
  expect(looks([incident(1)])).toBe(
    looks([incident(1, { sentence: 'Later still.' }), incident(2, { parentId: 1 })]),
  );
  expect(looks([incident(1)])).not.toBe(looks([]));
  expect(looks([incident(1, { title: 'Same' })])).not.toBe(looks([incident(2, { title: 'Same' })]));
  expect(looks([], true)).not.toBe(looks([]));
});
