import { describe, expect, it, vi } from 'vitest';
import type { Command } from '../../renderer/src/palette/command.ts';
import { type Acts, commandsFor, type World } from '../../renderer/src/palette/commands.ts';
import { MOST_FOUND, search } from '../../renderer/src/palette/search.ts';
import type { ConnectionView } from '../../shared/domain/connection.ts';
import type { IncidentView } from '../../shared/domain/incident.ts';
import { Settings } from '../../shared/domain/settings.ts';
import type { TableView } from '../../shared/domain/table.ts';

const acts = () =>
  ({
    go: vi.fn(),
    openInbox: vi.fn(),
    showShortcuts: vi.fn(),
    openExport: vi.fn(),
    runTables: vi.fn(),
    silenceTables: vi.fn(),
    pauseAll: vi.fn(),
    pauseConnection: vi.fn(),
    change: vi.fn(),
    showView: vi.fn(),
  }) satisfies Acts;

const table = (id: number, name: string): TableView =>
  ({
    id,
    connectionId: 1,
    connectionName: 'shop',
    schema: 'public',
    name,
    health: 'healthy',
    tags: [],
  }) as Partial<TableView> as TableView;

const world = (changes: Partial<World> = {}): World => ({
  tables: [table(1, 'orders'), table(2, 'order_items'), table(3, 'customers')],
  connections: [{ id: 1, name: 'shop', status: 'ready', paused: false } as ConnectionView],
  incidents: [
    {
      id: 7,
      title: 'public.orders: Freshness failed',
      connectionName: 'shop',
      severity: 'broken',
    } as IncidentView,
  ],
  paused: false,
  settings: Settings.parse({}),
  demo: false,
  hereTableId: null,
  visited: [],
  ...changes,
});

const titles = (commands: readonly Command[], typed: string) =>
  search(commands, typed).flatMap((section) => section.commands.map(({ title }) => title));

describe('the palette', () => {
  it('begins with what is broken, and hides what there is one of for each table', () => {
    const all = titles(commandsFor(world(), acts()), '');
    expect(all[0]).toBe('public.orders: Freshness failed');
    expect(all).toContain('Overview');
    expect(all).toContain('public.customers');
    expect(all).not.toContain('Run public.orders now');
  });

  it('finds by every word, the start of a name before its middle', () => {
    const commands = commandsFor(world({ incidents: [] }), acts());
    expect(titles(commands, 'ord')).toEqual(['public.orders', 'public.order_items', 'Settings: Passwords']);
    expect(titles(commands, 'items public')).toEqual(['public.order_items']);
    expect(titles(commands, 'nothing like that')).toEqual([]);
    expect(titles(commands, 'slack')).toEqual(['Settings: Webhooks']);
    expect(titles(commands, '').filter((each) => each.startsWith('Settings: '))).toEqual([]);
  });

  it('finds names by letters that were left out, where nothing is called as was typed', () => {
    const commands = commandsFor(world({ incidents: [] }), acts());
    expect(titles(commands, 'cstmrs')).toEqual(['public.customers']);
    expect(titles(commands, 'oitems public')).toEqual(['public.order_items']);
    expect(titles(commands, 'odr')[0]).toBe('public.orders');
    expect(titles(commands, 'run cstmrs')).toEqual(['Run public.customers now']);
    // From the beginning of a part of the name, and with enough letters to mean something.
    for (const typed of ['ustmrs', 'cm', 'srotsuc', 'c.*s']) expect(titles(commands, typed)).toEqual([]);
  });

  it('leads back to the tables that were looked at, and puts them before others of the like name', () => {
    const does = acts();
    const commands = commandsFor(world({ incidents: [], visited: [3, 2, 99] }), does);
    expect(titles(commands, '').slice(0, 3)).toEqual(['public.customers', 'public.order_items', 'Overview']);
    search(commands, '')[0]?.commands[1]?.run();
    expect(does.go).toHaveBeenCalledWith({ screen: 'table', id: 2 });
    expect(titles(commands, 'ord')[0]).toBe('public.order_items');
    expect(titles(commands, 'orders')).toEqual(['public.orders']);
  });

  it('goes to the views that were kept', () => {
    const does = acts();
    const view = { name: 'Billing', search: 'billing', health: 'broken', groupBy: 'owner' } as const;
    const settings = Settings.parse({ overview: { views: [view] } });
    const commands = commandsFor(world({ settings }), does);
    expect(titles(commands, 'bill')).toEqual(['View: Billing']);
    search(commands, 'bill')[0]?.commands[0]?.run();
    expect(does.showView).toHaveBeenCalledWith(view);
  });

  it('breaks things only in the demo', () => {
    expect(titles(commandsFor(world({ demo: true }), acts()), 'break')).toEqual(['Break something']);
    expect(titles(commandsFor(world(), acts()), 'break')).toEqual([]);
  });

  it('acts on a table when a verb is typed with its name', () => {
    const does = acts();
    const commands = commandsFor(world(), does);
    expect(titles(commands, 'run customers')).toEqual(['Run public.customers now']);
    search(commands, 'sil customers')[0]?.commands[0]?.run();
    expect(does.silenceTables).toHaveBeenCalledWith([3]);
  });

  it('offers what can be done with the table that is looked at first', () => {
    const does = acts();
    const commands = commandsFor(world({ hereTableId: 2, incidents: [] }), does);
    expect(titles(commands, '')[0]).toBe('Run all checks of public.order_items now');
    search(commands, '')[0]?.commands[0]?.run();
    expect(does.runTables).toHaveBeenCalledWith([2], 'public.order_items');
  });

  it('resumes what is paused, and offers the themes that are not worn', () => {
    const does = acts();
    const commands = commandsFor(world({ paused: true, settings: Settings.parse({ theme: 'dark' }) }), does);
    expect(titles(commands, 'watching')).toEqual(['Resume all watching']);
    expect(titles(commands, 'theme')).toEqual([
      'Use the light theme',
      "Use the system's theme",
      'Settings: Appearance',
    ]);
    search(commands, 'resume all')[0]?.commands[0]?.run();
    expect(does.pauseAll).toHaveBeenCalledWith(false);
  });

  it('has an id of its own for every command, and stops at what one can look through', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => table(index + 1, `t${index}`));
    const commands = commandsFor(world({ tables: many, hereTableId: 5 }), acts());
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    expect(titles(commands, 't')).toHaveLength(MOST_FOUND);
  });
});
