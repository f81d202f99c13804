import type { IncidentEvent, IncidentView } from '../../../shared/domain/incident.ts';
import { type Cause, MINUTE, type StormWorld } from './world.ts';

export interface Score {
  name: string;
  events: number;
  causes: number;
  resolutions: number;
  notifications: number;
  missed: string[];
  duplicates: string[];
  /** Messages that no cause explains. */
  falseAlarms: string[];
  /** Per cause that was told itself: from the first bad look to the message, less the pending period. In seconds. */
  delays: number[];
}

/** What is told of an end may come so long after it: a calm time for what came and went. */
const LATEST_END_MS = 40 * MINUTE;

interface Story {
  incident: IncidentView;
  events: readonly IncidentEvent[];
}

/** Holds what was said against what really broke. */
export function scoreOf(name: string, world: StormWorld): Score {
  const { store, causes, shown } = world;
  const stories = store.incidents
    .list([], 1_000_000)
    .map((incident): Story => ({ incident, events: store.incidents.events(incident.id) }));
  const byId = new Map(stories.map((story) => [story.incident.id, story]));
  const score: Score = {
    name,
    events: world.events,
    causes: causes.length,
    resolutions: causes.filter(({ to }) => to !== null).length,
    notifications: shown.length,
    missed: [],
    duplicates: [],
    falseAlarms: [],
    delays: [],
  };
  const explained = new Set<number>();
  for (const cause of causes) {
    const about = storiesOf(cause, stories, world);
    const parents = about.flatMap(({ incident }) => byId.get(incident.parentId ?? 0) ?? []);
    const told = messagesOn(
      [...about, ...parents],
      world,
      cause.from,
      (cause.to ?? Number.POSITIVE_INFINITY) + LATEST_END_MS,
    );
    for (const { id } of told) explained.add(id);
    const firing = told.filter(({ kind, at }) => kind !== 'resolved' && at <= (cause.to ?? at));
    const [first] = firing;
    const label = `${cause.what} (${new Date(cause.from).toISOString()})`;
    if (!isCovered(cause, about, byId, world)) score.missed.push(label);
    if (firing.length > 1) score.duplicates.push(`${label}: ${firing.map(({ title }) => title).join(' | ')}`);
    if (first) {
      const from = Math.max((cause.seenAt ?? cause.from) + cause.pendingMs, cause.speakFrom);
      score.delays.push((first.at - from) / 1_000);
    }
  }
  score.falseAlarms = shown
    .filter(({ id }) => !explained.has(id))
    .map(({ kind, title }) => `${kind} ${title}`);
  return score;
}

/** Incidents that fired, or fired again, because of a cause. */
function storiesOf(cause: Cause, stories: readonly Story[], world: StormWorld): Story[] {
  const tables = cause.tables && new Set(cause.tables.map((table) => `public.${table}`));
  const until = (cause.to ?? world.clock.now()) + 2 * MINUTE;
  return stories.filter(
    ({ incident, events }) =>
      incident.connectionId === cause.connectionId &&
      (tables
        ? incident.tableName !== null && tables.has(incident.tableName)
        : incident.tableId === null && !incident.group) &&
      events.some(
        ({ kind, at }) => (kind === 'firing' || kind === 'reopened') && at >= cause.from && at <= until,
      ),
  );
}

function messagesOn(stories: readonly Story[], world: StormWorld, from: number, to: number) {
  const times = new Set(
    stories.flatMap(({ events }) => events.flatMap(({ kind, at }) => (kind === 'notified' ? [at] : []))),
  );
  const ids = new Set(stories.map(({ incident }) => incident.id));
  return world.shown.filter(
    (item) =>
      item.at >= from &&
      item.at <= to &&
      ((item.incidentId !== null && ids.has(item.incidentId)) ||
        (item.kind === 'summary' && times.has(item.at))),
  );
}

/** Every table of it was spoken of: by itself, by the incident it is folded under, or as one that comes and goes. */
function isCovered(
  cause: Cause,
  about: readonly Story[],
  byId: ReadonlyMap<number, Story>,
  world: StormWorld,
): boolean {
  const until = cause.to ?? world.clock.now();
  const isTold = ({ incident, events }: Story): boolean => {
    const told = events.some(
      ({ kind, at }) => kind === 'notified' && at >= cause.from && at <= until + MINUTE,
    );
    const flapping = events.findLast(
      ({ kind, at }) => (kind === 'flapping' || kind === 'steady') && at <= until,
    );
    const parent = byId.get(incident.parentId ?? 0);
    return told || flapping?.kind === 'flapping' || (parent !== undefined && isTold(parent));
  };
  if (cause.tables === null) return about.some(isTold);
  return cause.tables.every((table) =>
    about.some((story) => story.incident.tableName === `public.${table}` && isTold(story)),
  );
}
