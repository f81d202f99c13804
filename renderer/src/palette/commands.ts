import type { ConnectionView } from '../../../shared/domain/connection.ts';
import type { IncidentView } from '../../../shared/domain/incident.ts';
import type { OverviewView, Settings } from '../../../shared/domain/settings.ts';
import type { TableView } from '../../../shared/domain/table.ts';
import { connectionWord, healthWord } from '../format/words.ts';
import type { Place } from '../stores/place.ts';
import { SETTINGS_SECTIONS } from '../stores/settings-sections.ts';
import type { Command } from './command.ts';

/** What there is to find. */
export interface World {
  tables: readonly TableView[];
  connections: readonly ConnectionView[];
  /** Those that are open and speak for themselves. */
  incidents: readonly IncidentView[];
  paused: boolean;
  settings: Settings | null;
  demo: boolean;
  /** The table that is looked at. */
  hereTableId: number | null;
  /** The tables that were looked at before, the last one first. */
  visited: readonly number[];
}

/** What the commands do. */
export interface Acts {
  go(place: Place): void;
  openInbox(): void;
  showShortcuts(): void;
  openExport(filter: { connectionId?: number; tableId?: number }): void;
  runTables(ids: number[], what: string): void;
  silenceTables(ids: number[]): void;
  pauseAll(paused: boolean): void;
  pauseConnection(id: number, paused: boolean): void;
  change(settings: Partial<Settings>): void;
  showView(view: OverviewView): void;
}

const nameOf = (table: TableView): string => `${table.schema}.${table.name}`;
const placeOf = (table: TableView): string => `${healthWord[table.health]} · ${table.connectionName}`;

/** Everything the palette reaches, in the order in which it stands when nothing was typed. */
export function commandsFor(world: World, acts: Acts): Command[] {
  return [
    ...incidentCommands(world, acts),
    ...hereCommands(world, acts),
    ...visitedCommands(world, acts),
    ...screenCommands(world, acts),
    ...viewCommands(world, acts),
    ...actionCommands(world, acts),
    ...connectionCommands(world, acts),
    ...tableCommands(world, acts),
  ];
}

function incidentCommands({ incidents }: World, { go }: Acts): Command[] {
  return incidents.map((incident) => ({
    id: `incident:${incident.id}`,
    group: 'Open incidents',
    title: incident.title,
    detail: incident.connectionName,
    words: `incident ${incident.severity}`,
    run: () => go({ screen: 'incident', id: incident.id }),
  }));
}

function hereCommands({ tables, hereTableId }: World, acts: Acts): Command[] {
  const here = tables.find(({ id }) => id === hereTableId);
  if (!here) return [];
  const name = nameOf(here);
  const of = { connectionId: here.connectionId, tableId: here.id };
  return [
    { title: `Run all checks of ${name} now`, run: () => acts.runTables([here.id], name) },
    { title: `Silence ${name}…`, run: () => acts.silenceTables([here.id]) },
    { title: `Export the history of ${name}…`, run: () => acts.openExport(of) },
  ].map((command) => ({ ...command, id: `here:${command.title}`, group: 'Actions' }));
}

/** To go back and forth between a few tables is what is done most. */
function visitedCommands({ visited, tables }: World, { go }: Acts): Command[] {
  return visited.flatMap((id): Command[] => {
    const table = tables.find((each) => each.id === id);
    if (!table) return [];
    const run = () => go({ screen: 'table', id });
    const named = { title: nameOf(table), detail: placeOf(table) };
    return [{ id: `visited:${id}`, group: 'Looked at before', ...named, idle: true, run }];
  });
}

function screenCommands({ demo }: World, { go, openInbox, showShortcuts }: Acts): Command[] {
  const screens: Omit<Command, 'id' | 'group'>[] = [
    {
      title: 'Overview',
      words: 'home tables',
      shortcut: 'go.overview',
      run: () => go({ screen: 'overview' }),
    },
    { title: 'Incidents', shortcut: 'go.incidents', run: () => go({ screen: 'incidents' }) },
    {
      title: 'Connections',
      words: 'replicas budget load',
      shortcut: 'go.connections',
      run: () => go({ screen: 'connections' }),
    },
    {
      title: 'Query log',
      words: 'sql statements',
      shortcut: 'go.queries',
      run: () => go({ screen: 'queries', connectionId: null }),
    },
    {
      title: 'History',
      words: 'results runs search',
      shortcut: 'go.history',
      run: () => go({ screen: 'history' }),
    },
    {
      title: 'Help',
      words: 'checks reference safety documentation',
      shortcut: 'go.help',
      run: () => go({ screen: 'help' }),
    },
    { title: 'Inbox', words: 'notifications messages', shortcut: 'go.inbox', run: openInbox },
    {
      title: 'Settings',
      words: 'preferences',
      shortcut: 'go.settings',
      run: () => go({ screen: 'settings' }),
    },
    ...SETTINGS_SECTIONS.map(({ title, words }) => ({
      title: `Settings: ${title}`,
      words,
      part: true,
      run: () => go({ screen: 'settings', section: title }),
    })),
    { title: 'Keyboard shortcuts', words: 'help keys', shortcut: 'help.shortcuts', run: showShortcuts },
    ...(__DEMO__ && demo
      ? [{ title: 'Break something', words: 'demo', run: () => go({ screen: 'demo' }) }]
      : []),
  ];
  return screens.map((screen) => ({ ...screen, id: `screen:${screen.title}`, group: 'Screens' }));
}

function viewCommands({ settings }: World, { showView }: Acts): Command[] {
  return (settings?.overview.views ?? []).map((view) => ({
    id: `view:${view.name}`,
    group: 'Screens',
    title: `View: ${view.name}`,
    words: 'overview tables saved filter',
    run: () => showView(view),
  }));
}

function actionCommands({ tables, connections, paused, settings }: World, acts: Acts): Command[] {
  const actions: (Omit<Command, 'id' | 'group'> | false)[] = [
    connections.length > 0 && {
      title: 'Add tables…',
      words: 'monitor watch',
      run: () => acts.go({ screen: 'add-tables', connectionId: null }),
    },
    { title: 'Add a connection…', words: 'replica', run: () => acts.go({ screen: 'connection', id: null }) },
    tables.length > 0 && {
      title: 'Run all checks of all tables now',
      run: () =>
        acts.runTables(
          tables.map(({ id }) => id),
          'all tables',
        ),
    },
    connections.length > 0 && {
      title: paused ? 'Resume all watching' : 'Pause all watching',
      words: 'stop start',
      run: () => acts.pauseAll(!paused),
    },
    { title: 'Export history…', words: 'csv', shortcut: 'menu.export', run: () => acts.openExport({}) },
    settings !== null && {
      title: settings.timeZone === 'utc' ? "Show this machine's time" : 'Show times in UTC',
      words: 'time zone clock local',
      run: () => acts.change({ timeZone: settings.timeZone === 'utc' ? 'local' : 'utc' }),
    },
    ...themes.map(
      ([theme, title]) =>
        settings?.theme !== theme && { title, words: 'appearance theme', run: () => acts.change({ theme }) },
    ),
  ];
  return actions
    .filter((action) => action !== false)
    .map((action) => ({ ...action, id: `action:${action.title}`, group: 'Actions' }));
}

const themes: readonly (readonly [Settings['theme'], string])[] = [
  ['light', 'Use the light theme'],
  ['dark', 'Use the dark theme'],
  ['system', "Use the system's theme"],
];

function connectionCommands({ connections }: World, { go, pauseConnection }: Acts): Command[] {
  return connections.flatMap(({ id, name, status, paused }): Command[] => [
    {
      id: `connection:${id}`,
      group: 'Connections',
      title: name,
      detail: connectionWord[status],
      words: 'connection replica edit',
      run: () => go({ screen: 'connections' }),
    },
    {
      id: `pause:${id}`,
      group: 'Actions',
      title: `${paused ? 'Resume' : 'Pause'} ${name}`,
      words: 'connection',
      verb: paused ? 'resume' : 'pause',
      run: () => pauseConnection(id, !paused),
    },
    {
      id: `queries:${id}`,
      group: 'Actions',
      title: `Query log of ${name}`,
      verb: 'query',
      words: 'sql statements',
      run: () => go({ screen: 'queries', connectionId: id }),
    },
  ]);
}

function tableCommands({ tables, visited }: World, acts: Acts): Command[] {
  const before = new Set(visited);
  return tables.flatMap((table): Command[] => {
    const name = nameOf(table);
    const detail = table.connectionName;
    const { id } = table;
    return [
      {
        id: `table:${id}`,
        group: 'Tables',
        title: name,
        detail: placeOf(table),
        words: `${table.tags.join(' ')} ${table.owner ?? ''}`,
        visited: before.has(id),
        run: () => acts.go({ screen: 'table', id }),
      },
      {
        id: `run:${id}`,
        group: 'Actions',
        title: `Run ${name} now`,
        detail,
        verb: 'run',
        run: () => acts.runTables([id], name),
      },
      {
        id: `silence:${id}`,
        group: 'Actions',
        title: `Silence ${name}…`,
        detail,
        verb: 'silence',
        run: () => acts.silenceTables([id]),
      },
    ];
  });
}
