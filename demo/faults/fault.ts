/** What a fault is, and what it may touch. */
import type { Client } from 'pg';
import type { Pair } from '../postgres/pair.ts';
import type { Writer } from '../writer/writer.ts';

/**
 * The kinds of checks that should see a fault. `format` looks at how text is written (characters, length, pattern),
 * `distribution` at what values usually are (mean, spread, distinct values, shares, delay between two times);
 * `connection` is the state of the replica itself.
 */
export type SeenBy =
  | 'freshness'
  | 'volume'
  | 'missing'
  | 'unique'
  | 'accepted_values'
  | 'range'
  | 'format'
  | 'distribution'
  | 'schema'
  | 'relationship'
  | 'replication_lag'
  | 'connection';

export interface FaultInfo {
  name: string;
  title: string;
  description: string;
  /** Schema-qualified, unquoted; null when it hits the replica as a whole. */
  table: string | null;
  /** The column it hits, where it is one. */
  column?: string;
  seenBy: readonly SeenBy[];
}

export interface FaultContext {
  pair: Pair;
  writer: Writer;
  onPrimary<T>(work: (client: Client) => Promise<T>): Promise<T>;
  onStandby<T>(work: (client: Client) => Promise<T>): Promise<T>;
  isActive(name: string): boolean;
}

/** Puts back what the fault took away. */
export type Heal = () => Promise<void>;

export interface Fault extends FaultInfo {
  /**
   * Breaks something, at once and visibly. While it is active its name is among the writer's twists, so that the
   * shop's streams go on in the broken way. Neither this nor the heal runs while the writer writes.
   */
  inject(context: FaultContext): Promise<Heal>;
}
