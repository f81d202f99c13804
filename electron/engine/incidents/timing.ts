/**
 * Findings on one table (or one connection) that begin within this time of each other are one incident:
 * one cause, one message. So are several tables that break together. Alertmanager's group interval.
 */
export const GROUP_WINDOW_MS = 300_000;

/** So many tables of one connection that break together have one cause. */
export const GROUP_TABLES = 3;

/** What fires at the first look waits this long for others that may have the same cause. Alertmanager's group wait. */
export const GROUP_WAIT_MS = 10_000;

/** Longest wait, as long as other findings of the same connection are in doubt. */
export const DOUBT_WAIT_MS = 20_000;

/** A view waits so long for what is in doubt in a table whose rows it shows: for the next look there, and some more. */
export const VIEW_WAIT_MS = 75_000;

/** A view may show what is mended so much longer: a materialized one until it is refreshed. */
export const VIEW_GRACE_MS = 600_000;

/** A doubt (pending, recovering) is settled this soon instead of after a whole interval. */
export const SETTLE_MS = 15_000;

/** And this soon where a second look costs next to nothing. */
export const SETTLE_CHEAP_MS = 8_000;

/** What comes back within this time of its end is the same incident, reopened. */
export const REOPEN_MS = 600_000;

/** Turns within this time make an incident a flapping one. */
export const FLAP_WINDOW_MS = 3_600_000;

/** A reopening weighs two, a relapse while it recovers one. */
export const FLAP_WEIGHT = 4;

/** A flapping incident is over, or steady, when nothing turned for this long. */
export const CALM_MS = 1_800_000;

/** For so long after waking up or starting, news is gathered and told at once. */
export const CATCH_UP_MS = 120_000;

/** A connection that could not be reached for so long is caught up with in the same way. */
export const AWAY_MS = 600_000;
