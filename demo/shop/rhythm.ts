/**
 * How busy the shop is at a moment: a daily wave (peak at 15:00 UTC) times a weekly one (peak on Wednesday).
 * Both are smooth, so no five minutes differ much from the five before. The seed (in SQL) and the writer (in
 * TypeScript) use the same formula, which is why the writer takes over without a visible step.
 */
const DAILY_SWING = 0.45;
const DAILY_PEAK_DAYS = 15 / 24;
const WEEKLY_SWING = 0.2;
const WEEKLY_PEAK_DAYS = 6.5; // days since the epoch, which was a Thursday
/** Minute to minute the pace is this much off, evenly in both directions. */
const NOISE = 0.08;

export const HISTORY_DAYS = 21;
/** A small world has a shorter history, never a thinner one: what is usual must be what the writer goes on with. */
const LEAST_DAYS = 0.4;
/** What comes so rarely costs little, and keeps some days even in a small world. */
const RARE_PER_MINUTE = 10;
const LEAST_RARE_DAYS = 3;

export interface Span {
  /** End of the seeded history: the writer goes on from here. */
  end: Date;
  scale: number;
}

/** The writer's pace of something that happens `perMinute` times a minute at scale 1. */
export function writerPace(perMinute: number, scale: number): number {
  return perMinute * Math.max(1, scale);
}

export function rhythm(at: number): number {
  const days = at / 86_400_000;
  const daily = 1 + DAILY_SWING * Math.cos(2 * Math.PI * (days - DAILY_PEAK_DAYS));
  const weekly = 1 + WEEKLY_SWING * Math.cos((2 * Math.PI * (days - WEEKLY_PEAK_DAYS)) / 7);
  return daily * weekly;
}

export function noise(random: () => number): number {
  return 1 + NOISE * (2 * random() - 1);
}

const DAYS = `(extract(epoch from m)::float8 / 86400)`;
const RHYTHM = `(1 + ${DAILY_SWING} * cos(2 * pi() * (${DAYS} - ${DAILY_PEAK_DAYS})))
      * (1 + ${WEEKLY_SWING} * cos(2 * pi() * (${DAYS} - ${WEEKLY_PEAK_DAYS}) / 7))`;

/**
 * `with` items that end in `ticks(at)`: the moments at which something happened in the seeded history, or over so many
 * days of it.
 */
export function seedTicks(perMinute: number, span: Span, days: number = HISTORY_DAYS): string {
  const end = timestamp(span.end);
  const pace = writerPace(perMinute, span.scale);
  const least = perMinute <= RARE_PER_MINUTE ? LEAST_RARE_DAYS : LEAST_DAYS;
  const minutes = Math.round(1_440 * Math.max(least, days * Math.min(1, span.scale)));
  return `
    minutes as (
      select m, w, sum(w) over (order by m) as upto
      from (
        select m, ${pace} * ${RHYTHM} * (1 + ${NOISE} * (2 * random() - 1)) as w
        from generate_series(
          ${end} - interval '${minutes} minutes', ${end} - interval '1 minute', interval '1 minute'
        ) as m
      ) as paced
    ),
    ticks as (
      select m + (i - random()) / n * interval '1 minute' as at
      from (select m, (floor(upto) - floor(upto - w))::int as n from minutes) as counted,
        generate_series(1, n) as i
    )`;
}

/** The same for the writer: the moments come as the statement's first parameter. */
export const LIVE_TICKS = 'ticks as (select unnest($1::timestamptz[]) as at)';

/** A moment as an SQL literal. */
export function timestamp(at: Date): string {
  return `timestamptz '${at.toISOString()}'`;
}
