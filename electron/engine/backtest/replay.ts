import type { Check, SeriesPoint, SpokenTime } from '../../../shared/domain/check.ts';
import type { Holiday } from '../../../shared/domain/holidays.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { learn, newBaseline } from '../baseline/baseline.ts';
import { holidayAt } from '../baseline/holiday.ts';
import { type Judgement, judge } from '../checks/judge.ts';
import { measuredOf } from '../checks/registry.ts';
import { advanceAlert } from '../incidents/alert.ts';
import { checkSignal, isVerdict } from '../incidents/signals.ts';
import { REOPEN_MS, SETTLE_MS } from '../incidents/timing.ts';
import type { AlertRow } from '../store/api.ts';
import { EarlierValues } from './earlier-values.ts';

/** Looks between two values of the past that are played; more say nothing new. */
const MOST_LOOKS = 40;

export interface PastPoint {
  at: EpochMs;
  value: number;
}

export interface ReplaySetup {
  check: Check;
  /**
   * `runs`: each value is one look of the check itself. `table`: a value says what any look since the one before it
   * would have seen, so the looks in between are played as well, second looks in doubt included.
   */
  values: 'runs' | 'table';
  /** IANA name of the zone of hours and weekdays. */
  zone: string;
  holidays?: readonly Holiday[];
  /** How long it must stay good where the check itself does not say. Milliseconds. */
  keepForMs: number;
  /** What was earlier is learned from, and not told. */
  from: EpochMs;
}

export interface Replayed {
  points: SeriesPoint[];
  spoken: SpokenTime[];
}

/**
 * What a check would have said of values of the past, oldest first, by the same judging, learning, pending period and
 * keep-firing as of live ones, and without looking ahead. Pure.
 */
export function replay(past: readonly PastPoint[], setup: ReplaySetup): Replayed {
  const { check, from } = setup;
  const measured = measuredOf(check);
  const measure = check.rule.kind === 'anomaly' ? measured.measure : null;
  const baseline = measure && newBaseline({ measure, intervalMs: check.intervalMs, zone: setup.zone });
  const earlier = new EarlierValues(check.intervalMs);
  const points: SeriesPoint[] = [];
  const voice = new Voice(setup);
  let learnedAt = Number.NEGATIVE_INFINITY;
  let before: EpochMs | null = null;
  for (const { at, value } of past) {
    const holiday = holidayAt(setup.holidays ?? [], at, setup.zone);
    const known = { baseline, before: earlier.before, holidayAt: () => holiday };
    const judgement = judge({ value, finding: '' }, check, measured, known, at);
    const { status, low, high } = judgement;
    if (at >= from) points.push({ at, value, status, low, high });
    voice.hear({ at, value }, judgement, setup.values === 'runs' ? null : before);
    if (status !== 'fail') earlier.note(at, value);
    // A second look at nearly the same moment says nothing new.
    if (baseline && (setup.values === 'table' || at - learnedAt >= check.intervalMs / 2)) {
      if (holiday === null) learn(baseline, at, value);
      learnedAt = at;
    }
    before = at;
  }
  return { points, spoken: voice.spoken.filter(({ at, until }) => (until ?? at) >= from) };
}

/** What becomes of verdicts: when it would have spoken. */
class Voice {
  readonly spoken: SpokenTime[] = [];
  readonly #setup: ReplaySetup;
  #alert: AlertRow | null = null;

  constructor(setup: ReplaySetup) {
    this.#setup = setup;
  }

  /** `since`: the verdict holds for all looks after that. Null: it is that of one look. */
  hear(point: PastPoint, judgement: Judgement, since: EpochMs | null): void {
    const { status, marginal = false, extraRuns = 0 } = judgement;
    if (!isVerdict(status)) return;
    const { check, keepForMs } = this.#setup;
    const signal = checkSignal(check, { status, extraRuns, message: '' });
    for (const at of looks(point.at, since, marginal ? check.intervalMs : SETTLE_MS)) {
      const { alert, transition } = advanceAlert(
        this.#alert,
        signal.bad ? signal : { keepForMs, ...signal },
        at,
      );
      this.#alert = alert;
      if (transition === 'fired') this.#begin(at, point.value, signal.severity);
      else if (transition === 'resolved') this.#end(at);
      else if (signal.bad && alert?.phase === 'firing') this.#goOn(signal.severity);
    }
  }

  #begin(at: EpochMs, value: number, severity: string): void {
    const last = this.spoken.at(-1);
    // What comes back so soon is the same incident.
    if (last?.until != null && at - last.until < REOPEN_MS) last.until = null;
    else this.spoken.push({ at, until: null, severity: severityOf(severity), value });
  }

  #goOn(severity: string): void {
    const last = this.spoken.at(-1);
    if (last && severity !== 'warning') last.severity = severityOf(severity);
  }

  #end(at: EpochMs): void {
    const last = this.spoken.at(-1);
    if (last) last.until = at;
  }
}

const severityOf = (severity: string): SpokenTime['severity'] =>
  severity === 'critical' || severity === 'broken' ? severity : 'warning';

function looks(at: EpochMs, since: EpochMs | null, everyMs: number): EpochMs[] {
  if (since === null || since >= at) return [at];
  const step = Math.max(everyMs, (at - since) / MOST_LOOKS);
  const between: EpochMs[] = [];
  for (let time = since + step; time < at; time += step) between.push(Math.round(time));
  return [...between, at];
}
