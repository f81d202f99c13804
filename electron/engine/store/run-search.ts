import type { CheckRun } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { RunSearch, RunsFound, SearchPlace } from '../../../shared/domain/search.ts';
import type { Db, Query } from './database.ts';
import { PERIOD_MS, periodOf } from './interner.ts';
import { BETWEEN } from './message-parts.ts';
import { scopeOf } from './run-filter.ts';
import { RUN, type RunRow, toRun } from './run-row.ts';
import { messageWords, type SearchWords } from './search-words.ts';
import { statusCode } from './status-code.ts';

/** Checks of which a search in the words can say "only of these". */
const FEW_CHECKS = 60;
/** Sentences of what did not pass that are asked one by one when their last run was. */
const FEW_SENTENCES = 60;
/** Runs that are looked at together. */
const AT_ONCE = 1_000;
/**
 * Runs that one search looks at before it answers with what it has found: so it always answers soon. To go to a check's
 * place in its history costs as much as a run.
 */
const MOST_LOOKED = 2_000;
/** How many runs say how often something runs, and in how many parts: most of which say the same. */
const LATELY = 100;
const PARTS = 4;
const FOREVER = Number.MAX_SAFE_INTEGER;
const PASSED = statusCode('pass');

/** A sentence that fits, and whose it is. */
type Sentence = [id: number, checkId: number, status: number, period: number];

type HitCells = [id: number, checkId: number, finishedAt: number, messageId: number, numbers: string | null];
type Values = (number | string)[];

/** How often something ran lately. */
interface Lately {
  newest: EpochMs;
  perRunMs: number;
  /** How many checks there are. */
  checks: number;
}

/** What one search is after, and how far it is. */
interface Quest {
  words: SearchWords;
  /** The checks of the filter. */
  checkIds: readonly number[];
  /** Codes; empty for all. */
  statuses: readonly number[];
  from: EpochMs;
  limit: number;
  hits: HitCells[];
  /** Runs that were looked at. */
  looked: number;
  /** All that is newer was looked at. */
  reached: SearchPlace;
  lately: Lately;
  /** Those of all periods, where they are asked for together: of few checks. Null before. */
  sentences: Map<number, Sentence[]> | null;
  /** How much time is looked at together. Null before the first time. */
  sliceMs: number | null;
}

/**
 * Full-text search in what runs said, newest first. The words are looked for in the sentences, which are few: each
 * belongs to one check, status and period (see `RunMessages`). Their runs, and those with the numbers that are asked
 * for, are looked for backwards in time. A search looks at a bounded number of runs and says where to go on.
 */
export class RunSearcher {
  readonly #db: Db;
  readonly #periodBefore: Query<[number], { period: number | null }>;
  readonly #bounds: Query<[number, number], { first: number; last: number }>;
  readonly #newest: (...parameters: [number]) => [finishedAt: number][];
  readonly #checkCount: Query<[], { checks: number }>;
  readonly #lastBefore: Query<[number, number, string], { at: number | null }>;

  constructor(db: Db) {
    this.#db = db;
    this.#periodBefore = db.prepare('SELECT max(period) AS period FROM run_message WHERE period <= ?');
    this.#bounds = db.prepare(
      `SELECT (SELECT min(id) FROM run_message WHERE period = ?) AS "first",
         (SELECT max(id) FROM run_message WHERE period = ?) AS "last"`,
    );
    this.#newest = db.prepareCells(
      'SELECT finished_at FROM check_run INDEXED BY check_run_by_id ORDER BY id DESC LIMIT ?',
    );
    this.#checkCount = db.prepare('SELECT count(*) AS checks FROM check_rule WHERE removed_at IS NULL');
    this.#lastBefore = db.prepare(
      `SELECT max((SELECT max(r.finished_at) FROM check_run r
         WHERE r.check_id = c.value AND r.finished_at >= ? AND r.finished_at < ?)) AS at
       FROM json_each(?) AS c`,
    );
  }

  /** A text without words or numbers takes all. The page may be short, or empty, though `next` says there is more. */
  find({ text, filter, before, limit }: RunSearch): RunsFound {
    const quest: Quest = {
      words: messageWords(text),
      checkIds: this.#checks(filter),
      statuses: filter.statuses.map(statusCode),
      from: filter.from ?? 0,
      limit,
      hits: [],
      looked: 0,
      reached: earlier(before, { at: filter.to ?? FOREVER, id: 0 }),
      lately: this.#lately(),
      sentences: null,
      sliceMs: null,
    };
    let period = this.#lastPeriod(periodOf(quest.reached.at));
    while (period !== null && (period + 1) * PERIOD_MS > quest.from && !isDone(quest)) {
      this.#inPeriod(period, quest);
      period = this.#lastPeriod(period - 1);
    }
    const { hits } = quest;
    const last = hits.length < limit ? undefined : hits[limit - 1];
    const next = last ? { at: last[2], id: last[0] } : isDone(quest) ? quest.reached : null;
    return { runs: this.#rows(hits.slice(0, limit)), next };
  }

  #checks(filter: RunSearch['filter']): number[] {
    const { sql, values } = scopeOf(filter);
    const query = this.#db.shaped<Values, { id: number }>(`SELECT c.id FROM check_rule c WHERE ${sql}`);
    return query.all(...values).map(({ id }) => id);
  }

  #lately(): Lately {
    const times = this.#newest(LATELY * PARTS).map(([at]) => at);
    // Neither the hours in which Pulse slept nor the burst after them say how often something usually runs.
    const rates = Array.from({ length: PARTS }, (_, part) => {
      const some = times.slice(part * LATELY, (part + 1) * LATELY);
      return (Math.max(...some) - Math.min(...some) + 1) / some.length;
    });
    rates.sort((a, b) => a - b);
    const usual = rates[1] ?? 1;
    return {
      newest: Math.max(0, ...times),
      perRunMs: Number.isFinite(usual) ? usual : 1,
      checks: this.#checkCount.get()?.checks ?? 0,
    };
  }

  #lastPeriod(upTo: number): number | null {
    return this.#periodBefore.get(upTo)?.period ?? null;
  }

  /** Looks from the place that was reached back to the beginning of the period. */
  #inPeriod(period: number, quest: Quest): void {
    const begin = Math.max(quest.from, period * PERIOD_MS);
    const end = { at: (period + 1) * PERIOD_MS, id: 0 };
    quest.reached = earlier(quest.reached, end);
    const sentences = this.#sentences(period, quest);
    const wanted = sentences && new Set(sentences.map(([id]) => id));
    const owners = sentences ? [...new Set(sentences.map(([, checkId]) => checkId))] : quest.checkIds;
    const passes = sentences
      ? sentences.some(([, , status]) => status === PASSED)
      : quest.statuses.length === 0 || quest.statuses.includes(PASSED);
    const mayFit = wanted?.size !== 0 && owners.length > 0;
    // Others may have ended at the very moment of the beginning, too.
    while (mayFit && isBefore({ at: begin, id: 0 }, quest.reached) && !isDone(quest)) {
      if (passes) this.#slice(owners, begin, wanted, quest);
      else if (sentences && sentences.length <= FEW_SENTENCES) this.#bySentence(sentences, begin, quest);
      else if (owners.length <= FEW_CHECKS) this.#slice(owners, begin, wanted, quest);
      else this.#notPassed(owners, begin, wanted, quest);
    }
    if (!isDone(quest)) quest.reached = { at: begin, id: 0 };
  }

  /** Those of a period that hold the words; null when there are no words to be held. */
  #sentences(period: number, quest: Quest): Sentence[] | null {
    const { words, checkIds } = quest;
    if (words.match === null) return null;
    if (checkIds.length > FEW_CHECKS) {
      // Sentences are numbered as they come, so those of a period lie together.
      const bounds = this.#bounds.get(period, period);
      const found = bounds
        ? this.#matching(`{text} : (${words.match})`, bounds.first, bounds.last, quest)
        : [];
      return found.filter(([, , , own]) => own === period);
    }
    quest.sentences ??= Map.groupBy(this.#ofFew(quest), ([, , , own]) => own);
    return quest.sentences.get(period) ?? [];
  }

  #ofFew(quest: Quest): Sentence[] {
    if (quest.checkIds.length === 0) return [];
    const owner = quest.checkIds.map((id) => `c${id}`).join(' OR ');
    return this.#matching(`{text} : (${quest.words.match}) AND {owner} : (${owner})`, 0, FOREVER, quest);
  }

  #matching(match: string, first: number, last: number, { checkIds, statuses }: Quest): Sentence[] {
    const found = this.#db.shapedCells<Values, Sentence>(
      `SELECT m.id, m.check_id, m.status, m.period
       FROM run_message_search s CROSS JOIN run_message m ON m.id = s.rowid
       WHERE run_message_search MATCH ? AND s.rowid BETWEEN ? AND ?`,
    )(match, first, last);
    const [checks, codes] = [new Set(checkIds), new Set(statuses)];
    return found.filter(
      ([, checkId, status]) => checks.has(checkId) && (codes.size === 0 || codes.has(status)),
    );
  }

  /** All runs of these checks in some time before. */
  #slice(checkIds: readonly number[], begin: EpochMs, wanted: Set<number> | null, quest: Quest): void {
    const { at, id } = quest.reached;
    const { newest, perRunMs, checks } = quest.lately;
    // Going to each check's place is most of the work, so that its runs there may be about as much.
    const first = checkIds.length + 2 * quest.limit;
    const sliceMs = quest.sliceMs ?? Math.ceil(first * perRunMs * (checks / checkIds.length));
    const start = Math.max(begin, Math.min(at, newest + 1) - sliceMs);
    const query = this.#db.shapedCells<Values, HitCells>(
      `SELECT r.id, r.check_id, r.finished_at, r.message_id, ${numbersOf(quest)}
       FROM json_each(?) AS c CROSS JOIN check_run r ON r.check_id = c.value
       WHERE r.finished_at >= ? AND (r.finished_at, r.id) < (?, ?) AND ${statusesOf(quest)}`,
    );
    const ids = JSON.stringify(checkIds);
    const rows = query(ids, start, at, id, ...quest.statuses);
    this.#take(rows, wanted, quest);
    quest.looked += rows.length + checkIds.length;
    quest.reached = { at: start, id: 0 };
    if (rows.length > 0) {
      quest.sliceMs = Math.ceil(sliceMs * Math.min(4, Math.max(0.25, AT_ONCE / rows.length)));
      return;
    }
    // Nothing ran for a while: on to where something did.
    const last = this.#lastBefore.get(begin, start, ids)?.at ?? null;
    quest.looked += checkIds.length;
    quest.reached = { at: last === null ? begin : last + 1, id: 0 };
  }

  /** The next of all runs that did not pass. */
  #notPassed(checkIds: readonly number[], begin: EpochMs, wanted: Set<number> | null, quest: Quest): void {
    const { at, id } = quest.reached;
    const inIndex = 'r.id, r.check_id, r.finished_at, r.message_id';
    const index = `SELECT ${inIndex} FROM check_run r INDEXED BY check_run_not_passed
       WHERE r.status <> 0 AND r.finished_at >= ? AND (r.finished_at, r.id) < (?, ?) AND ${statusesOf(quest)}
       ORDER BY r.finished_at DESC, r.id DESC LIMIT ?`;
    const withNumbers = quest.words.numbers.length > 0;
    // Each of those is looked up.
    const most = withNumbers ? AT_ONCE / 4 : AT_ONCE;
    const rows = this.#db.shapedCells<Values, HitCells>(
      !withNumbers
        ? index
        : `SELECT ${inIndex}, r.numbers FROM (${index}) AS n CROSS JOIN check_run r
             ON r.check_id = n.check_id AND r.finished_at = n.finished_at AND r.id = n.id
           ORDER BY r.finished_at DESC, r.id DESC`,
    )(begin, at, id, ...quest.statuses, most);
    const checks = new Set(checkIds);
    this.#take(
      rows.filter(([, checkId]) => checks.has(checkId)),
      wanted,
      quest,
    );
    quest.looked += withNumbers ? 3 * rows.length : rows.length;
    const last = rows.at(-1);
    quest.reached =
      rows.length < most || last === undefined ? { at: begin, id: 0 } : { at: last[2], id: last[0] };
  }

  /** The newest runs of each sentence that did not pass, as many as are wanted. */
  #bySentence(sentences: readonly Sentence[], begin: EpochMs, quest: Quest): void {
    const { at, id } = quest.reached;
    const missing = quest.limit - quest.hits.length;
    // No more can be of one of them, unless some are left out for their numbers.
    const most =
      quest.words.numbers.length === 0 ? missing : Math.max(missing, Math.floor(AT_ONCE / sentences.length));
    const query = this.#db.shapedCells<Values, HitCells>(
      `SELECT r.id, r.check_id, r.finished_at, r.message_id, ${numbersOf(quest)}
       FROM check_run r INDEXED BY check_run_by_message
       WHERE r.status <> 0 AND r.message_id = ? AND r.finished_at >= ? AND (r.finished_at, r.id) < (?, ?)
       ORDER BY r.finished_at DESC, r.id DESC LIMIT ?`,
    );
    const rows: HitCells[] = [];
    // Of a sentence with more runs, only so far back is known: what others said before that comes later.
    let known = { at: begin, id: 0 };
    for (const [sentence] of sentences) {
      const own = query(sentence, begin, at, id, most);
      rows.push(...own);
      const last = own.at(-1);
      if (own.length === most && last) known = later(known, { at: last[2], id: last[0] });
    }
    this.#take(
      rows.filter(([runId, , finishedAt]) => !isBefore({ at: finishedAt, id: runId }, known)),
      null,
      quest,
    );
    quest.looked += rows.length + sentences.length;
    quest.reached = known;
  }

  /** Those of a stretch of time that fit are the next hits. */
  #take(rows: HitCells[], wanted: Set<number> | null, { words, hits }: Quest): void {
    const fits = rows.filter(
      ([, , , messageId, numbers]) =>
        (wanted === null || wanted.has(messageId)) && holds(numbers, words.numbers),
    );
    fits.sort((a, b) => b[2] - a[2] || b[0] - a[0]);
    for (const hit of fits) hits.push(hit);
  }

  #rows(hits: readonly HitCells[]): CheckRun[] {
    const query = this.#db.shaped<[string], RunRow>(
      `SELECT ${RUN} FROM json_each(?) AS hit CROSS JOIN check_run r
         ON r.check_id = hit.value ->> 1 AND r.finished_at = hit.value ->> 2 AND r.id = hit.value ->> 0
       JOIN run_message m ON m.id = r.message_id
       ORDER BY hit.key`,
    );
    return query.all(JSON.stringify(hits)).map(toRun);
  }
}

const isDone = ({ hits, limit, looked }: Quest): boolean => hits.length >= limit || looked >= MOST_LOOKED;

const isBefore = (a: SearchPlace, b: SearchPlace): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);
const earlier = (a: SearchPlace | null, b: SearchPlace): SearchPlace => (a && isBefore(a, b) ? a : b);
const later = (a: SearchPlace, b: SearchPlace): SearchPlace => (isBefore(a, b) ? b : a);

/** Only read where they are asked for. */
const numbersOf = ({ words }: Quest): string => (words.numbers.length === 0 ? 'NULL' : 'r.numbers');

const statusesOf = ({ statuses }: Quest): string =>
  statuses.length === 0 ? '1' : `r.status IN (${statuses.map(() => '?').join(', ')})`;

function holds(numbers: string | null, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  if (numbers === null) return false;
  const all = BETWEEN + numbers.replaceAll(',', '') + BETWEEN;
  return wanted.every((number) => all.includes(BETWEEN + number + BETWEEN));
}
