import type { CheckPrice } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { formatBytes, formatCount, formatNumber, formatSeconds } from '../../../shared/format.ts';
import type { TableFacts } from '../replica/api.ts';
import { isTimestamp } from '../replica/column-type.ts';
import { ReplicaError } from '../replica/errors.ts';
import { indexLedBy } from '../replica/indexes.ts';
import type { Estimate } from './explain.ts';

const PRICE_MAX_AGE_MS = 86_400_000;
/** Multiples of it, without their whole part, lie as far from each other as can be (Knuth, TAOCP 3, 6.4). */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;
const HOUR = 3_600;
/** Windows that a check of the whole table falls back to, widest first. */
const FALLBACK_WINDOWS = [7 * 24 * HOUR, 24 * HOUR, 6 * HOUR, HOUR] as const;
/** A smaller part of the pages than this says too little. */
const LEAST_SAMPLE_PERCENT = 0.05;

/** A way to ask what a check wants to know. */
export interface Step {
  window: CheckPrice['window'];
  samplePercent: number | null;
}

/** What a check may read at each run for its part of the load budget: over that it reads a window, where it can. */
export interface Fair {
  bytes: number;
  intervalMs: number;
}

/** One statement may use this part of what the replica may be kept busy between two of its runs. */
const FAIR_PART = 1 / 4;
/** What a pass with twenty checks reads in a millisecond (docs/performance.md). */
const BYTES_PER_MS = 200_000;
/** Less is little, however often it is read. */
const LEAST_FAIR_BYTES = 64 * 1_024 ** 2;

export function fairOf(busyShare: number, intervalMs: number): Fair {
  const bytes = Math.round(FAIR_PART * busyShare * intervalMs * BYTES_PER_MS);
  return { bytes: Math.max(LEAST_FAIR_BYTES, bytes), intervalMs };
}

/** Most bytes that need no cheaper way: the check's part of the load budget, and never more than the limit. */
const fairLimit = (limitBytes: number, fairBytes: number | undefined): number =>
  Math.min(limitBytes, fairBytes ?? limitBytes);

export const AS_ASKED: Step = { window: null, samplePercent: null };

/** What `choosePrice` must know of the check, so that it need know nothing of check types. */
export interface Priceable {
  /** How it may be asked for less, best first; nothing when it looks at a window already. */
  stepDown: readonly ('window' | 'sample')[];
  facts: TableFacts | null;
  limitBytes: number;
  fair?: Fair | undefined;
  /** EXPLAIN of the check's statement under a step. */
  estimate(step: Step): Promise<Estimate>;
}

/**
 * A price is asked for again after one to two days, whatever happened: those of all tables are first asked for at about
 * the same time, so each table's last for another time. Milliseconds.
 */
export function priceLastsMs(tableId: number | null): number {
  return PRICE_MAX_AGE_MS * (1 + (((tableId ?? 0) * GOLDEN_RATIO) % 1));
}

/** Whether a price still holds: asked for lately, the table has not doubled since, and the limit is what it was. */
export function isPriceCurrent(
  price: CheckPrice,
  now: {
    tableId: number | null;
    pages: number | null;
    limitBytes: number;
    fairBytes?: number | undefined;
    at: EpochMs;
  },
): boolean {
  if (now.at - price.at > priceLastsMs(now.tableId) || price.at > now.at) return false;
  const { pages, limitBytes, fairBytes } = now;
  if (price.tablePages !== null && pages !== null && pages > 2 * Math.max(price.tablePages, 1)) return false;
  const isAsBefore = price.limitBytes === limitBytes && price.fairBytes === fairBytes;
  if (price.step !== 'as_asked' || price.bytes === null) return price.bytes === null || isAsBefore;
  return price.bytes <= fairLimit(limitBytes, fairBytes) || (isAsBefore && price.bytes <= limitBytes);
}

/**
 * Prices a check, and steps down until it fits: a recent window on an indexed timestamp where it would read more than
 * its part of the load budget; over the limit that, then a sample of the pages, then nothing. Throws `ReplicaError` when
 * the server does not even plan the statement.
 */
export async function choosePrice(check: Priceable, now: EpochMs): Promise<CheckPrice> {
  const { facts, limitBytes, fair } = check;
  const asked = await check.estimate(AS_ASKED);
  const price = (estimate: Estimate, step: CheckPrice['step'], how: Step, sentence: string): CheckPrice => ({
    ...estimate,
    step,
    ...how,
    sentence,
    tablePages: facts?.pages ?? null,
    limitBytes,
    ...(fair ? { fairBytes: fair.bytes } : {}),
    at: now,
  });
  if (asked.bytes === null) {
    return price(asked, 'as_asked', AS_ASKED, `What it reads is not known here (${asked.shape}).`);
  }
  const whole = formatBytes(asked.bytes);
  for (const limit of new Set([fairLimit(limitBytes, fair?.bytes), limitBytes])) {
    if (asked.bytes <= limit) return price(asked, 'as_asked', AS_ASKED, `Reads ${whole} (${asked.shape}).`);
    const often =
      fair && limit === fair.bytes ? `, too much every ${formatSeconds(fair.intervalMs / 1_000)}` : '';
    for (const step of stepsUnder(check, asked.bytes, limit)) {
      const estimate = await check.estimate(step);
      if (estimate.bytes === null || estimate.bytes > limit) continue;
      const [way, instead] = step.window
        ? (['window', `using a window of ${formatSeconds(step.window.seconds)} instead`] as const)
        : (['sample', `reading ${formatNumber(step.samplePercent ?? 0)} % of its pages instead`] as const);
      return price(
        estimate,
        way,
        step,
        `Scans ${whole}${often}; ${instead}, ${formatBytes(estimate.bytes)}.`,
      );
    }
  }
  return price(
    asked,
    'refused',
    AS_ASKED,
    `Not run: it would read ${whole} at once, and this connection allows ${formatBytes(limitBytes)}. Give it a window on an indexed timestamp, or raise the limit under Connections.`,
  );
}

/** The price of each of so many checks that one statement answers. Null: not known, or over the limit. */
export function priceOfFold(
  estimate: Estimate,
  checks: number,
  { facts, limitBytes, fair }: Pick<Priceable, 'facts' | 'limitBytes' | 'fair'>,
  now: EpochMs,
): CheckPrice | null {
  const { bytes, shape } = estimate;
  if (bytes === null || bytes > fairLimit(limitBytes, fair?.bytes)) return null;
  const others = checks > 1 ? `, together with ${formatCount(checks - 1, 'other check')}` : '';
  return {
    ...estimate,
    ...AS_ASKED,
    step: 'as_asked',
    sentence: `Reads ${formatBytes(bytes)} (${shape})${others}.`,
    tablePages: facts?.pages ?? null,
    limitBytes,
    ...(fair ? { fairBytes: fair.bytes } : {}),
    at: now,
  };
}

/** What a check may do instead of reading so many bytes, the dearest first. */
function stepsUnder({ stepDown, facts, limitBytes }: Priceable, bytes: number, limit: number): Step[] {
  return stepDown.flatMap((way) => {
    if (way === 'window') return windowSteps(facts);
    // A sample only ever warns: where the limit allows all rows, they are worth waiting for.
    return limit < limitBytes ? [] : sampleSteps(bytes, limit, facts);
  });
}

function windowSteps(facts: TableFacts | null): Step[] {
  const column = indexedTimestamp(facts);
  return column === null
    ? []
    : FALLBACK_WINDOWS.map((seconds) => ({ window: { column, seconds }, samplePercent: null }));
}

/** A timestamp that a plain index leads with. Null: the table has none. */
function indexedTimestamp(facts: TableFacts | null): string | null {
  return facts?.columns.find((column) => isTimestamp(column) && indexLedBy(facts, column.name))?.name ?? null;
}

/** TABLESAMPLE reads pages of stored tables only. */
function sampleSteps(bytes: number, limitBytes: number, facts: TableFacts | null): Step[] {
  const stored =
    facts?.kind === 'table' || facts?.kind === 'partitioned_table' || facts?.kind === 'materialized_view';
  const percent = roundedDown((100 * 0.8 * limitBytes) / bytes);
  if (!stored || percent < LEAST_SAMPLE_PERCENT) return [];
  return [{ window: null, samplePercent: percent }];
}

/** To one significant digit: rounded up, the sample would not fit into the limit. */
function roundedDown(percent: number): number {
  const unit = 10 ** Math.floor(Math.log10(percent));
  return Number((Math.floor(percent / unit) * unit).toPrecision(1));
}

/** Whether a failure means that the statement itself cannot be planned, so that running it will say why. */
export function isUnplannable(error: unknown): boolean {
  return (
    error instanceof ReplicaError &&
    (error.kind === 'sql' ||
      error.kind === 'missing_column' ||
      error.kind === 'missing_relation' ||
      error.kind === 'permission')
  );
}
