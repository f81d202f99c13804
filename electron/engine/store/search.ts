import type { QueriesFound, QuerySearch, QuerySumsAsked } from '../../../shared/domain/query-log.ts';
import type { RunSearch, RunsFound } from '../../../shared/domain/search.ts';
import type { Db, Query } from './database.ts';
import { QuerySearcher } from './query-search.ts';
import { incidentShown } from './removed.ts';
import { RunSearcher } from './run-search.ts';
import { textWords } from './search-words.ts';

/** Lines of timelines that are looked at together. */
const LINES = 500;

/** Search in what runs and incidents said, and in the query log. */
export class Search {
  readonly #db: Db;
  readonly #runs: RunSearcher;
  readonly #queries: QuerySearcher;
  readonly #titled: Query<[string, number], { id: number }>;
  readonly #told: Query<[string, number], { line: number; id: number | null }>;
  readonly #firstLine: Query<[number], { line: number | null }>;

  constructor(db: Db) {
    this.#db = db;
    this.#runs = new RunSearcher(db);
    this.#queries = new QuerySearcher(db);
    this.#titled = db.prepare(
      `SELECT s.rowid AS id FROM incident_search s CROSS JOIN incident i ON i.id = s.rowid AND ${incidentShown('i')}
       WHERE incident_search MATCH ? ORDER BY s.rowid DESC LIMIT ?`,
    );
    this.#told = db.prepare(
      `SELECT s.rowid AS line, i.id
       FROM (SELECT rowid FROM incident_event_search WHERE incident_event_search MATCH ? AND rowid < ?
             ORDER BY rowid DESC LIMIT ${LINES}) AS s
       CROSS JOIN incident_event e ON e.id = s.rowid
       LEFT JOIN incident i ON i.id = e.incident_id AND ${incidentShown('i')}
       ORDER BY s.rowid DESC`,
    );
    this.#firstLine = db.prepare('SELECT min(id) AS line FROM incident_event WHERE incident_id = ?');
  }

  /** Ids of incidents whose title, sentence or timeline says it, newest first. Nothing for a text without a word. */
  incidents(text: string, limit: number): number[] {
    const match = textWords(text);
    if (match === null) return [];
    const found = new Set(this.#titled.all(match, limit).map(({ id }) => id));
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const lines = this.#told.all(match, before);
      for (const { id } of lines) if (id !== null) found.add(id);
      const newest = [...found].sort((a, b) => b - a).slice(0, limit);
      before = lines.at(-1)?.line ?? 0;
      // What is told before an incident began is not of a later one.
      const last = newest.length < limit ? undefined : newest.at(-1);
      const began = last === undefined ? 0 : (this.#firstLine.get(last)?.line ?? 0);
      if (lines.length < LINES || began > before) return newest;
    }
  }

  /** Runs whose message says it, newest first. */
  runs(asked: RunSearch): RunsFound {
    // What one statement has read of the file is at hand for the next, whatever is written meanwhile.
    return this.#db.transaction(() => this.#runs.find(asked));
  }

  queries(asked: QuerySearch): QueriesFound {
    return this.#db.transaction(() => this.#queries.find(asked));
  }

  /** What the statements cost that a filter takes in. */
  querySums({ filter, byStatement }: QuerySumsAsked): ReturnType<QuerySearcher['sum']> {
    return this.#db.transaction(() => this.#queries.sum(filter, byStatement));
  }
}
