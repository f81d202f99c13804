import type { CheckRun } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { RunSearch, RunsFound } from '../../../shared/domain/search.ts';
import type { Db, Query } from './database.ts';
import { PERIOD_MS, periodOf } from './interner.ts';
import { incidentShown } from './removed.ts';
import { conditionsOf, scopeOf } from './run-filter.ts';
import { RUN, type RunRow, toRun } from './run-row.ts';
import { messageWords, textWords } from './search-words.ts';
import { statusCode, statusOf } from './status-code.ts';

/** Runs that are looked at before anything else: most searches find enough among them. */
const PROBED = 500;
/** The newest runs among which those are looked for, in the index alone. */
const WALKED = 20_000;
/** Lines of timelines that are looked at together. */
const LINES = 500;

/** A sentence that fits, and whose it is. */
interface Sentence {
  id: number;
  checkId: number;
  status: number;
}

interface Hit {
  id: number;
  checkId: number;
  finishedAt: number;
}

type Values = (number | string)[];

/** Further conditions on `check_run r`: of time, and of the numbers in the text. */
interface Narrowing {
  from: EpochMs;
  /** Not included. */
  to: EpochMs;
  /** About the numbers. */
  sql: string;
  values: Values;
}

/**
 * Full-text search in what runs and incidents said. A sentence belongs to one check, status and period (see
 * `RunMessages`), so all but the times of a filter is answered by the few sentences that fit. The newest runs of the
 * whole can only be runs of those sentences that were said last: they are found by one seek for each sentence.
 */
export class Search {
  readonly #db: Db;
  readonly #periodBefore: Query<[number], { period: number | null }>;
  readonly #titled: Query<[string, number], { id: number }>;
  readonly #told: Query<[string, number], { line: number; id: number | null }>;
  readonly #firstLine: Query<[number], { line: number | null }>;

  constructor(db: Db) {
    this.#db = db;
    this.#periodBefore = db.prepare('SELECT max(period) AS period FROM run_message WHERE period <= ?');
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

  /** Runs whose message says it, newest first. A text without words or numbers takes all. */
  runs({ text, filter, before, limit }: RunSearch): RunsFound {
    const { match, numbers } = messageWords(text);
    const narrowing = narrow(filter.from, filter.to, numbers);
    const first = filter.from === null ? 0 : periodOf(filter.from);
    const last = filter.to === null ? Number.MAX_SAFE_INTEGER : periodOf(filter.to);
    const hits: Hit[] = [];
    let beforeId = before?.id ?? Number.MAX_SAFE_INTEGER;
    let period = this.#last(Math.min(last, before?.period ?? last));
    let place: RunsFound['next'] = null;
    while (period !== null && period >= first) {
      const found = this.#inPeriod(period, match, filter, narrowing, beforeId, limit - hits.length);
      hits.push(...found);
      const end = found.at(-1);
      if (hits.length >= limit && end) {
        place = { period, id: end.id };
        break;
      }
      beforeId = Number.MAX_SAFE_INTEGER;
      period = this.#last(period - 1);
    }
    return { runs: this.#rows(hits), next: place };
  }

  #last(upTo: number): number | null {
    return this.#periodBefore.get(upTo)?.period ?? null;
  }

  #inPeriod(
    period: number,
    match: string | null,
    filter: RunSearch['filter'],
    narrowing: Narrowing,
    beforeId: number,
    limit: number,
  ): Hit[] {
    const sentences = this.#sentences(period, match, filter);
    if (sentences.length === 0) return [];
    const probed = this.#probe(sentences, filter, narrowing, beforeId, limit);
    if (probed) return probed;
    // The newest `limit` runs can only belong to the `limit` sentences that were said last.
    const said = sentences.flatMap((sentence) => {
      const [head] = this.#saidBy(sentence, period, narrowing, beforeId, 1);
      return head ? [{ sentence, id: head.id }] : [];
    });
    said.sort((a, b) => b.id - a.id);
    const hits = said
      .slice(0, limit)
      .flatMap(({ sentence }) => this.#saidBy(sentence, period, narrowing, beforeId, limit));
    return hits.sort((a, b) => b.id - a.id).slice(0, limit);
  }

  #sentences(period: number, match: string | null, filter: RunSearch['filter']): Sentence[] {
    const scope = scopeOf(filter);
    const conditions = [`m.period = ?`, scope.sql];
    const values: Values = [period, ...scope.values];
    if (filter.statuses.length > 0) {
      conditions.push('m.status IN (SELECT value FROM json_each(?))');
      values.push(JSON.stringify(filter.statuses.map(statusCode)));
    }
    // Sentences are numbered as they come, so those of a period lie together.
    const source =
      match === null
        ? 'run_message m'
        : `run_message_search CROSS JOIN run_message m ON m.id = run_message_search.rowid`;
    if (match !== null) {
      conditions.unshift(
        `run_message_search MATCH ?`,
        `run_message_search.rowid BETWEEN (SELECT min(id) FROM run_message WHERE period = ?)
           AND (SELECT max(id) FROM run_message WHERE period = ?)`,
      );
      values.unshift(match, period, period);
    }
    const query = this.#db.shaped<Values, Sentence>(
      `SELECT m.id, m.check_id AS checkId, m.status FROM ${source} CROSS JOIN check_rule c ON c.id = m.check_id
       WHERE ${conditions.join(' AND ')}`,
    );
    return query.all(...values);
  }

  /** The answer, when the newest runs of all hold enough that fits. */
  #probe(
    sentences: Sentence[],
    filter: RunSearch['filter'],
    narrowing: Narrowing,
    beforeId: number,
    limit: number,
  ): Hit[] | null {
    if (sentences.length < PROBED / 10) return null;
    // What only errors say, say, is found among the newest errors, which are few.
    const said = new Set(sentences.map(({ status }) => status));
    const statuses = said.has(statusCode('pass')) ? filter.statuses : [...said].map(statusOf);
    const scope = { connectionId: null, tableId: null, checkId: null };
    const { sql, values } = conditionsOf({ ...filter, ...scope, statuses });
    const query = this.#db.shaped<Values, Hit & { messageId: number }>(
      `SELECT r.id, r.check_id AS checkId, r.finished_at AS finishedAt, r.message_id AS messageId
       FROM (SELECT r.check_id, r.finished_at, r.id
             FROM (SELECT check_id, finished_at, id, status FROM check_run INDEXED BY check_run_by_id
                   WHERE id < ? ORDER BY id DESC LIMIT ${WALKED}) AS r
             WHERE ${sql} LIMIT ?) AS page
       CROSS JOIN check_run r
         ON r.check_id = page.check_id AND r.finished_at = page.finished_at AND r.id = page.id
       WHERE ${narrowing.sql} ORDER BY page.id DESC`,
    );
    const wanted = new Set(sentences.map(({ id }) => id));
    const runs = query.all(beforeId, ...values, PROBED, ...narrowing.values);
    const hits = runs.filter(({ messageId }) => wanted.has(messageId));
    return hits.length < limit ? null : hits.slice(0, limit);
  }

  /** The newest runs that said it. */
  #saidBy(
    { id, checkId, status }: Sentence,
    period: number,
    narrowing: Narrowing,
    beforeId: number,
    limit: number,
  ): Hit[] {
    const passed = status === 0;
    // What passed is in no index by message: it is looked for in its check's own history of that time.
    const query = this.#db.shaped<Values, Hit>(
      `SELECT r.id, r.check_id AS checkId, r.finished_at AS finishedAt
       FROM check_run r ${passed ? '' : 'INDEXED BY check_run_by_message'}
       WHERE ${passed ? 'r.check_id = ? AND r.status = 0' : '? AND r.status <> 0'} AND r.finished_at >= ? AND r.finished_at < ?
         AND r.message_id = ? AND r.id < ? AND ${narrowing.sql}
       ORDER BY ${passed ? 'r.finished_at DESC, ' : ''}r.id DESC LIMIT ?`,
    );
    // One bound on each side: SQLite seeks by one of several and walks to the others.
    const from = Math.max(narrowing.from, period * PERIOD_MS);
    const to = Math.min(narrowing.to, (period + 1) * PERIOD_MS);
    return query.all(checkId, from, to, id, beforeId, ...narrowing.values, limit);
  }

  #rows(hits: readonly Hit[]): CheckRun[] {
    const query = this.#db.shaped<[string], RunRow>(
      `SELECT ${RUN} FROM json_each(?) AS hit CROSS JOIN check_run r
         ON r.check_id = hit.value ->> 'checkId' AND r.finished_at = hit.value ->> 'finishedAt'
           AND r.id = hit.value ->> 'id'
       JOIN run_message m ON m.id = r.message_id
       ORDER BY hit.key`,
    );
    return query.all(JSON.stringify(hits)).map(toRun);
  }
}

function narrow(from: number | null, to: number | null, numbers: readonly string[]): Narrowing {
  const parts = numbers.map(() => `instr(replace('|' || r.numbers || '|', ',', ''), ?) > 0`);
  return {
    from: from ?? 0,
    to: to ?? Number.MAX_SAFE_INTEGER,
    sql: parts.join(' AND ') || '1',
    values: numbers.map((number) => `|${number}|`),
  };
}
