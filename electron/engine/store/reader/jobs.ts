import type { ExportRequest } from '../../../../shared/domain/export.ts';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import type { ChangeAround } from '../../../../shared/domain/incident-detail.ts';
import type { Loudness } from '../../../../shared/domain/loudness.ts';
import type { QueriesFound, QuerySearch, QuerySumsAsked } from '../../../../shared/domain/query-log.ts';
import type { RunSearch, RunsFound } from '../../../../shared/domain/search.ts';
import { backTestJob } from '../../backtest/job.ts';
import { countRows } from '../../export/job.ts';
import { changesAround } from '../../incidents/around.ts';
import { loudness } from '../../incidents/loud.ts';
import type { Store } from '../store.ts';
import type { StripCell, StripsWanted } from '../strips.ts';

/**
 * What the reader can be asked for. To add one: a line here, with a function that takes a store opened for reading
 * and one plain value, and returns a plain value; then `reader.run('name', input)` anywhere in the engine. It runs
 * in the reader's thread, one after the other, so it may take its time, and must not write.
 */
export const jobs = {
  searchRuns: (store: Store, asked: RunSearch): RunsFound => store.search.runs(asked),
  searchQueries: (store: Store, asked: QuerySearch): QueriesFound => store.search.queries(asked),
  querySums: (store: Store, asked: QuerySumsAsked) => store.search.querySums(asked),
  /** Those whose title, sentence or timeline says it, newest first. */
  searchIncidents: (store: Store, { text, limit }: { text: string; limit: number }): IncidentView[] =>
    store.incidents.many(store.search.incidents(text, limit)),
  /** What else changed when an incident began. */
  changesAround: (store: Store, id: number): ChangeAround[] => changesAround(store, id),
  /** What was loud in a span of time, and when the last note of a week was. */
  loudness: (
    store: Store,
    span: { from: number; to: number },
  ): { loudness: Loudness; toldAt: number | null } => ({
    loudness: loudness(store, span),
    toldAt: store.inbox.lastOf('weekly'),
  }),
  /** How many rows an export would have now. */
  countExport: (store: Store, request: ExportRequest): number => countRows(store, request),
  /** What a check as it is written now would have said of the past. */
  backTest: backTestJob,
  /** The recent past of all tables in slots. */
  stripCells: (store: Store, { from, upToId, slotMs }: StripsWanted): StripCell[] =>
    store.runs.cells(from, upToId, slotMs),
};

export type JobName = keyof typeof jobs;
export type JobInput<N extends JobName> = Parameters<(typeof jobs)[N]>[1];
export type JobOutput<N extends JobName> = ReturnType<(typeof jobs)[N]>;
