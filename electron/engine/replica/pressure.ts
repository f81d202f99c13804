import type { Pressure, QueryResult } from './api.ts';

/**
 * Columns to ask along with the lag: shared counters, no table, no lock. `pg_stat_activity` would tell more, but shows
 * to a plain role neither the state nor the statements of others. `to_jsonb` because `active_time` is there from 14 on.
 */
export const PRESSURE_COLUMNS = `(SELECT sum((to_jsonb(d)->>'active_time')::float8) FROM pg_catalog.pg_stat_database d)::float8 AS active_ms,
  (SELECT sum(d.numbackends) FROM pg_catalog.pg_stat_database d)::float8 AS sessions,
  pg_catalog.current_setting('max_connections')::float8 AS max_sessions,
  (SELECT c.confl_tablespace + c.confl_lock + c.confl_snapshot + c.confl_bufferpin + c.confl_deadlock
    FROM pg_catalog.pg_stat_database_conflicts c WHERE c.datname = current_database())::float8 AS conflicts,
  pg_catalog.current_setting('hot_standby_feedback', true) AS feedback`;

export interface PressureSample {
  pressure: Omit<Pressure, 'lagSeconds'>;
  /** The standby tells its primary what it reads, so that a long query here holds back vacuum there. */
  hotStandbyFeedback: boolean | null;
}

export function readPressure({ rows: [row] }: QueryResult): PressureSample {
  const count = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
  return {
    pressure: {
      server: String(row?.server ?? ''),
      at: count(row?.at) ?? 0,
      activeMs: count(row?.active_ms),
      sessions: count(row?.sessions),
      maxSessions: count(row?.max_sessions),
      conflicts: count(row?.conflicts),
    },
    hotStandbyFeedback: typeof row?.feedback === 'string' ? row.feedback === 'on' : null,
  };
}
