import type { HeldBack, InboxItem } from '../../../shared/domain/incident.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { AlertRow, IncidentRow, StoreApi } from '../store/api.ts';
import { webhookMessage } from '../webhooks/message.ts';
import { compareSeverity, within } from './alert.ts';
import { fold, waitsUntil } from './folding.ts';
import { isQuiet } from './quiet-hours.ts';
import { type Reach, reachOf } from './reach.ts';
import { type BookChanges, Round, type SourcesOf } from './round.ts';
import { applySilences } from './silencing.ts';
import { CALM_MS, CATCH_UP_MS } from './timing.ts';
import { notificationText, type SummaryPart, summaryText } from './words.ts';

/** How often a clock is looked at that may be set, or changed to summer time, while news waits for it. */
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface News {
  row: IncidentRow;
  kind: SummaryPart['kind'];
}

/** Quiet hours end with a minute: whoever looks as it begins is not late. */
const nextMinute = (now: EpochMs): EpochMs => (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;

const heldBecause: Record<HeldBack, string> = {
  silenced: 'Held back: it is silenced.',
  folded: 'Held back: another incident speaks for it.',
  quiet: 'Held back until the quiet hours are over.',
  flapping: 'Held back: it comes and goes. Pulse speaks again when it is calm.',
};

/** What the incidents depend on beside the store. */
export interface Surroundings {
  /** IANA: whose wall clock the quiet hours follow. This machine's when left out. */
  timeZone?: string | undefined;
  /** Left out: views are taken for tables of their own. */
  sourcesOf?: SourcesOf;
}

/**
 * Decides what the user is told. It compares what is so with what was told last, never counts events: whatever kept
 * a message back (a silence, quiet hours, sleep, a crash), it is said once when that is over, if it is still so.
 */
export class Dispatcher {
  private readonly store: StoreApi;
  private readonly timeZone: string | undefined;
  private readonly sourcesOf: SourcesOf;
  private wokeAt: EpochMs | null = null;
  /** When a connection came back that had been away for long. */
  private readonly backAt = new Map<number, EpochMs>();
  /** Incidents whose next run may say something that no change of an alert does. */
  private watched: ReadonlySet<number> | null = null;

  constructor(store: StoreApi, { timeZone, sourcesOf = () => [] }: Surroundings = {}) {
    this.store = store;
    this.timeZone = timeZone;
    this.sourcesOf = sourcesOf;
  }

  /**
   * Awake, or just started: for a while what broke meanwhile is gathered into one message. With a connection: it was
   * away for long, and is back.
   */
  catchUp(now: EpochMs, connectionId: number | null): void {
    if (connectionId === null) this.wokeAt = now;
    else this.backAt.set(connectionId, now);
  }

  /** Whether a run that changes no alert may still be news for this incident. */
  isWatching(incidentId: number): boolean {
    return this.watched === null || this.watched.has(incidentId);
  }

  /** Says what is to be said now. Returns when to look again though nothing happens; null: not before it does. */
  review(alerts: Iterable<AlertRow>, now: EpochMs, changes: BookChanges): EpochMs | null {
    const catchingUp = (connectionId: number) =>
      within(this.wokeAt, now, CATCH_UP_MS) ||
      within(this.backAt.get(connectionId) ?? null, now, CATCH_UP_MS);
    const round = new Round(this.store, alerts, now, changes, catchingUp, this.sourcesOf);
    applySilences(round);
    fold(round);
    this.speak(round);
    this.watched = round.awaited;
    return round.nextAt;
  }

  private speak(round: Round): void {
    const { now } = round;
    const quiet = isQuiet(round.policy.quietHours, now, this.timeZone);
    const gathered: News[] = [];
    let due = false;
    for (const row of round.rows.values()) {
      settleFlapping(round, row);
      const news = newsOf(round, row);
      if (news === null) continue;
      const held = holdOf(row, news, quiet);
      if (held !== null) {
        hold(round, news, held);
        if (held === 'quiet') round.lookAgain(nextMinute(now));
        continue;
      }
      const readyAt = news.kind === 'worsened' || news.kind === 'reminder' ? now : waitsUntil(round, row);
      if (readyAt > now) round.lookAgain(readyAt);
      if (row.held === 'quiet' || round.catchingUp(row.connectionId)) {
        gathered.push(news);
        due ||= readyAt <= now;
      } else if (readyAt <= now) this.tell(round, news);
    }
    if (due) this.tellAll(round, gathered);
  }

  private tellAll(round: Round, gathered: readonly News[]): void {
    const [only] = gathered;
    if (only && gathered.length === 1 && only.kind !== 'passed') {
      this.tell(round, only);
      return;
    }
    const worstFirst = [...gathered].sort(
      (a, b) => Number(isOver(a)) - Number(isOver(b)) || compareSeverity(a.row.severity, b.row.severity),
    );
    const [first] = worstFirst;
    if (!first) return;
    const parts = worstFirst.map(({ row, kind }) => ({ incident: row, kind }));
    const text = summaryText(parts, round.now);
    const told = this.put(round, 'summary', text, worstFirst);
    for (const news of worstFirst) this.noteTold(round, news, told, `in a summary, ${text.title}`);
  }

  private tell(round: Round, news: News): void {
    const { row, kind } = news;
    if (kind === 'passed') return;
    const isOneOfMany =
      row.tableId !== null &&
      round.firing().some(({ id, tableId }) => tableId === row.tableId && id !== row.id);
    const text = notificationText(kind, row, round.now, isOneOfMany);
    const told = this.put(round, kind, text, [news]);
    this.noteTold(round, news, told, text.title);
  }

  /** Into the inbox, and into the outbox of each webhook that is to have it. */
  private put(
    round: Round,
    kind: InboxItem['kind'],
    text: { title: string; body: string },
    gathered: readonly News[],
  ): Reach {
    const { store, now } = round;
    const reach = reachOf(round, gathered);
    const delivery = reach.desktop ? 'waiting' : 'inbox_only';
    const incidentId = gathered[0]?.row.id ?? 0;
    const item = store.inbox.insert({ incidentId, kind, at: now, ...text, delivery, readAt: null });
    round.changes.messages.push(item);
    const rows = gathered.map(({ row }) => row);
    const message = JSON.stringify(webhookMessage(item, rows));
    for (const { id } of reach.webhooks) store.webhooks.post(id, item.id, now, message);
    return reach;
  }

  private noteTold(round: Round, { row, kind }: News, { desktop, webhooks, how }: Reach, what: string): void {
    const spoken = desktop || webhooks.length > 0 ? 'notified' : 'held_back';
    round.event(row, spoken, `${how}: ${what}`);
    if (kind === 'resolved' || kind === 'passed') {
      round.set(row, { told: null, toldAt: round.now, held: null, flapping: null });
      return;
    }
    const flapping = row.flapping === null ? null : 'told';
    // After the time at which it turned bad, also on a clock that was set back since.
    const toldAt = Math.max(round.now, row.turnedAt ?? 0);
    round.set(row, { told: row.severity, toldAt, held: null, flapping });
    const repeatHours = round.repeatHoursOf(row);
    if (repeatHours !== null) round.lookAgain(round.now + repeatHours * HOUR_MS);
    if (!row.group) return;
    for (const child of this.store.incidents.childrenOf(row.id)) {
      if (child.state !== 'firing') continue;
      round.event(child, spoken, `${how}: ${what}`);
      round.set(child, { toldAt: round.now });
    }
  }
}

const isOver = ({ kind }: News): boolean => kind === 'resolved' || kind === 'passed';

/** What the user does not know yet of an incident. */
function newsOf(round: Round, row: IncidentRow): News | null {
  const { now } = round;
  if (row.state === 'resolved') {
    if (row.flapping !== null) return null;
    if (row.told !== null) return { row, kind: 'resolved' };
    return row.held === 'quiet' ? { row, kind: 'passed' } : null;
  }
  if (row.told === null) {
    if (row.flapping === 'told') return null;
    const toldSinceItTurned = row.toldAt !== null && row.turnedAt !== null && row.toldAt >= row.turnedAt;
    return { row, kind: toldSinceItTurned ? 'reminder' : 'firing' };
  }
  if (row.flapping !== null) return null;
  if (compareSeverity(row.severity, row.told) < 0) return { row, kind: 'worsened' };
  if (row.acknowledgedAt !== null || row.toldAt === null) return null;
  const repeatHours = round.repeatHoursOf(row);
  if (repeatHours === null) return null;
  const repeatAt = row.toldAt + repeatHours * HOUR_MS;
  if (repeatAt > now) {
    round.lookAgain(repeatAt);
    return null;
  }
  return { row, kind: 'reminder' };
}

function holdOf(row: IncidentRow, { kind }: News, quiet: boolean): HeldBack | null {
  if (row.silenceId !== null) return 'silenced';
  if (row.parentId !== null) return 'folded';
  const critical = row.severity === 'critical' && kind !== 'resolved' && kind !== 'passed';
  return quiet && !critical ? 'quiet' : null;
}

function hold(round: Round, { row, kind }: News, held: HeldBack): void {
  if (kind === 'resolved' && held !== 'quiet') {
    round.event(
      row,
      'held_back',
      `Its end: ${heldBecause[held].charAt(0).toLowerCase()}${heldBecause[held].slice(1)}`,
    );
    round.set(row, { told: null, held: null });
  } else if (row.held !== held) {
    round.event(row, 'held_back', heldBecause[held]);
    round.set(row, { held });
  }
}

/** After a calm time a flapping incident is an ordinary one again: over, or steadily bad. */
function settleFlapping(round: Round, row: IncidentRow): void {
  if (row.flapping === null) return;
  const since = row.state === 'resolved' ? row.resolvedAt : row.turnedAt;
  if (since !== null && within(since, round.now, CALM_MS)) {
    round.lookAgain(since + CALM_MS);
    if (row.flapping === 'new' && row.state === 'firing' && row.told !== null)
      round.set(row, { flapping: 'told' });
    if (row.flapping === 'told' && row.held === null) {
      round.event(row, 'held_back', heldBecause.flapping);
      round.set(row, { held: 'flapping' });
    }
    return;
  }
  round.event(row, 'steady', row.state === 'resolved' ? 'Calm for 30 min.' : 'Steadily bad for 30 min.');
  round.set(row, { flapping: null, held: row.held === 'flapping' ? null : row.held });
}
