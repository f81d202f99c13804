import type { TableFacts } from '../replica/api.ts';
import { begins, type Scan } from './scan.ts';

/** A scan with what EXPLAIN said of it alone. */
export interface PricedScan {
  scan: Scan;
  samplePercent: number | null;
  /** As in the price. Null: it could not be planned, so that it would only fail. */
  shape: string | null;
  bytes: number | null;
}

/** What is looked up by index may go along with a statement that reads no more than this. */
const LIGHT_BYTES = 32 * 1_048_576;

/**
 * Scans of one table that are best asked in one statement, the light statements first. A scan joins others only when
 * they read its pages anyway: folded, nothing may cost more than the dearest of its parts.
 */
export function groupScans<S extends PricedScan>(scans: readonly S[], facts: TableFacts | null): S[][] {
  const broken = scans.filter(({ shape }) => shape === null);
  const sound = scans.filter(({ shape }) => shape !== null);
  const lookups = sound.filter(({ scan }) => Object.keys(scan.aggregates).length === 0);
  const readers = sound.filter((scan) => !lookups.includes(scan));
  const everything = readers.filter(readsEverything);
  const windows = readers.filter((reader) => !everything.includes(reader) && reader.scan.window !== null);
  const whole = readers.filter((reader) => !everything.includes(reader) && reader.scan.window === null);
  const groups = [
    ...withWholeTable(everything, whole),
    ...by(windows, ({ scan }) => [scan.relation, scan.window?.column]).flatMap((group) =>
      groupWindows(group, facts),
    ),
  ].sort((a, b) => bytesOf(a) - bytesOf(b));
  for (const group of by(lookups, ({ scan }) => scan.relation)) placeLookups(group, groups);
  return [...groups, ...broken.map((scan) => [scan])];
}

/** Passes over the whole table, whatever the rows they want; other servers are asked once, too. */
function readsEverything({ samplePercent, shape }: PricedScan): boolean {
  return samplePercent !== null || /^(Seq|Sample|Foreign) Scan/.test(shape ?? '');
}

/** An index may answer for all rows. Where the table is read anyway, that comes for nothing. */
function withWholeTable<S extends PricedScan>(everything: readonly S[], whole: readonly S[]): S[][] {
  const passes = by(everything, ({ scan, samplePercent }) => [scan.relation, samplePercent]);
  const rest = whole.filter((reader) => {
    const pass = passes.find(
      ([first]) => first?.samplePercent === null && first.scan.relation === reader.scan.relation,
    );
    if (!pass || reader.scan.where !== null) return true;
    pass.push(reader);
    return false;
  });
  return [...passes, ...by(rest, ({ scan, shape }) => [scan.relation, scan.where, shape])];
}

/** Windows on one column. Each group reads what its widest one reads by itself. */
function groupWindows<S extends PricedScan>(windows: readonly S[], facts: TableFacts | null): S[][] {
  const bare = windows.filter((window) => window.scan.where === null || readsWholeWindow(window, facts));
  const rest = windows.filter((window) => !bare.includes(window));
  const reach = Math.max(0, ...bare.filter(readsHeap).map(reachOf));
  const covered = rest.filter((window) => reachOf(window) <= reach);
  const apart = by(
    rest.filter((window) => !covered.includes(window)),
    ({ scan }) => scan.where,
  );
  return [[...bare, ...covered], ...apart].flatMap(splitByReach);
}

/** An index alone answers cheaply for a wide window; with a column that is not in it, the heap would be read as far. */
function splitByReach<S extends PricedScan>(windows: readonly S[]): S[][] {
  const reach = Math.max(0, ...windows.filter(readsHeap).map(reachOf));
  const near = windows.filter((window) => reachOf(window) <= reach);
  const far = windows.filter((window) => !near.includes(window));
  return [near, far].filter((group) => group.length > 0);
}

/** Whether the condition is only applied to rows that the window's own index has found. */
function readsWholeWindow({ scan, shape }: PricedScan, facts: TableFacts | null): boolean {
  const index = facts?.indexes.find(({ name }) => shape === `Index Scan using ${name}`);
  return index?.columns.length === 1 && index.columns[0] === scan.window?.column;
}

function placeLookups<S extends PricedScan>(lookups: S[], groups: S[][]): void {
  const light = groups.find(
    ([first]) => first?.scan.window !== null && first?.scan.relation === lookups[0]?.scan.relation,
  );
  if (light && bytesOf(light) <= LIGHT_BYTES) light.push(...lookups);
  else groups.unshift(lookups);
}

function by<S>(items: readonly S[], key: (item: S) => unknown): S[][] {
  return [...Map.groupBy(items, (item) => JSON.stringify(key(item))).values()];
}

const readsHeap = ({ shape }: PricedScan) => !shape?.startsWith('Index Only Scan');
const reachOf = ({ scan }: PricedScan) => (scan.window ? begins(scan.window) : Number.POSITIVE_INFINITY);
const bytesOf = (group: readonly PricedScan[]) =>
  Math.max(0, ...group.map(({ bytes }) => bytes ?? Number.POSITIVE_INFINITY));
