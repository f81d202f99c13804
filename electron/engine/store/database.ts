import Sqlite from 'better-sqlite3';
import { asStoreError, StoreError } from './errors.ts';

export type Raw = Sqlite.Database;

/** A prepared statement whose errors are sentences. `P` are its parameters in order, `R` is a row of its result. */
export interface Query<P extends unknown[], R = never> {
  get(...parameters: P): R | undefined;
  all(...parameters: P): R[];
  /** Returns the number of rows changed and the last row id. */
  run(...parameters: P): { changes: number; id: number };
}

export interface OpenDatabaseOptions {
  file: string;
  readonly: boolean;
  /** Path of another build of better-sqlite3's addon, for a runtime that its own prebuilt one does not fit. */
  nativeBinding: string | undefined;
  /** How long to wait for another connection's lock, in milliseconds. */
  busyTimeoutMs: number;
}

/** Opens a SQLite file. Throws `StoreError`. */
export function openDatabase(options: OpenDatabaseOptions): Raw {
  try {
    return new Sqlite(options.file, {
      readonly: options.readonly,
      fileMustExist: options.readonly,
      timeout: options.busyTimeoutMs,
      ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
    });
  } catch (error) {
    throw asStoreError(error);
  }
}

/** The open database as the store's parts see it: prepare once, run often, in transactions that nest. */
export class Db {
  readonly raw: Raw;
  /** SQLite has come across damage since it was opened: the next start has to check the whole file. */
  sawDamage = false;
  /** Called after what was written is committed. */
  onCommit: () => void = () => {};
  readonly #onRollback: (() => void)[] = [];
  readonly #runTransaction: {
    immediate(work: () => unknown): unknown;
    deferred(work: () => unknown): unknown;
  };
  readonly #shapes = new Map<string, Query<unknown[], unknown>>();
  readonly #cellShapes = new Map<string, (...parameters: unknown[]) => unknown[][]>();

  constructor(raw: Raw) {
    this.raw = raw;
    this.#runTransaction = raw.transaction((work: () => unknown) => work());
  }

  /** Calls back after what was written is taken back, in whole or in part: whoever keeps rows may have read it. */
  onRollback(forget: () => void): void {
    this.#onRollback.push(forget);
  }

  prepare<P extends unknown[], R = never>(sql: string): Query<P, R> {
    const statement = this.#guard(() => this.raw.prepare<unknown[], R>(sql));
    return {
      get: (...parameters) => this.#guard(() => statement.get(...parameters)),
      all: (...parameters) => this.#guard(() => statement.all(...parameters)),
      run: (...parameters) =>
        this.#guard(() => {
          const { changes, lastInsertRowid } = statement.run(...parameters);
          if (!this.raw.inTransaction) this.onCommit();
          return { changes, id: Number(lastInsertRowid) };
        }),
    };
  }

  /** As `prepare`, for many rows: each comes as its cells in order, in two thirds of the time of an object. */
  prepareCells<P extends unknown[], R extends unknown[]>(sql: string): (...parameters: P) => R[] {
    const statement = this.#guard(() => this.raw.prepare<unknown[], R>(sql).raw(true));
    return (...parameters) => this.#guard(() => statement.all(...parameters) as R[]);
  }

  /** As `prepare`, for statements whose text depends on the filter: each shape is prepared once, on first use. */
  shaped<P extends unknown[], R>(sql: string): Query<P, R> {
    const known = this.#shapes.get(sql);
    if (known !== undefined) return known as Query<P, R>;
    const query = this.prepare<P, R>(sql);
    this.#shapes.set(sql, query as unknown as Query<unknown[], unknown>);
    return query;
  }

  /** `shaped`, as cells. */
  shapedCells<P extends unknown[], R extends unknown[]>(sql: string): (...parameters: P) => R[] {
    const known = this.#cellShapes.get(sql);
    if (known !== undefined) return known as unknown as (...parameters: P) => R[];
    const query = this.prepareCells<P, R>(sql);
    this.#cellShapes.set(sql, query as unknown as (...parameters: unknown[]) => unknown[][]);
    return query;
  }

  /**
   * Runs `work` in one transaction. It takes the write lock at once: a transaction that starts reading and writes
   * later can fail half way. A nested call becomes a savepoint of the outer one.
   */
  transaction<T>(work: () => T): T {
    const mode = this.raw.readonly ? 'deferred' : 'immediate';
    return this.#guard(() => {
      try {
        const result = this.#runTransaction[mode](work) as T;
        if (!this.raw.inTransaction) this.onCommit();
        return result;
      } catch (error) {
        for (const forget of this.#onRollback) forget();
        throw error;
      }
    });
  }

  #guard<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      const known = asStoreError(error);
      if (known instanceof StoreError && known.problem.code === 'damaged') this.sawDamage = true;
      throw known;
    }
  }
}
