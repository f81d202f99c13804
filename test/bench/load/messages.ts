/** What the bench's processes say to each other. */
import type { Filled } from './histogram.ts';

export type ToClients = { do: 'begin' } | { do: 'end' } | { do: 'stop' };
export type FromClients =
  | { say: 'ready' }
  | { say: 'measured'; latencies: Filled; ms: number; errors: number };

export type ToPulse = { do: 'freeze' } | { do: 'count' } | { do: 'end' } | { do: 'stop' };
export type FromPulse =
  | { say: 'ready'; checks: number }
  /** Every check has been judged once. */
  | { say: 'learned' }
  | { say: 'frozen' }
  | ({ say: 'counted' } & PulseFigures);

/** What Pulse did in one phase. */
export interface PulseFigures {
  ms: number;
  cpuMs: number;
  /** Busy time on the replica by Pulse's own books, in milliseconds. */
  busyMs: number;
  statements: number;
  runs: number;
  deferred: number;
  errors: number;
  maxInFlight: number;
  /** Looks at all checks once a second: how many there were, and in how many a check was judged in time. */
  looks: number;
  inTime: number;
  /** Milliseconds and number of statements by what they are for. */
  byReason: Record<string, [ms: number, count: number]>;
  /** What the load governor said. */
  changes: string[];
}

/** One side of a pair. */
export interface Phase {
  readTps: number;
  readP95: number;
  writeTps: number;
  writeP95: number;
  /** Most sessions of Pulse's that ran a statement at one moment, by the server's word. */
  concurrent: number;
  /** CPU time of Pulse's sessions on the server, in milliseconds, where the system tells (Linux). */
  serverCpuMs: number | null;
  errors: number;
  pulse: PulseFigures | null;
}

export interface Pair {
  without: Phase;
  with: Phase;
}
