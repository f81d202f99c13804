import type pg from 'pg';
import { refuseNul } from './sql.ts';

/** What a statement returned. */
export interface Answer {
  rows: Record<string, unknown>[];
  columns: string[];
}

/** The driver's connection as it is; its published types are those of an older one. */
interface Wire {
  stream: { cork?(): void; uncork?(): void };
  parse(message: { text: string }): void;
  bind(message: { values: (string | null)[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { rows: number }): void;
  sync(): void;
  sendCopyFail(message: string): void;
}

type Decode = (text: string) => unknown;

/**
 * Only what a JavaScript value holds exactly is converted; int8, numeric, dates and the rest stay as
 * PostgreSQL prints them.
 */
const decoders: Record<number, Decode> = {
  16: (text) => text === 't',
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
};

const asItIs: Decode = (text) => text;

/**
 * One statement over the extended protocol, which cannot carry a second one, and takes at most `maxRows` rows:
 * the limit is the server's (a suspended portal), so that it does not go on computing what nobody reads.
 */
export class BoundedStatement implements pg.Submittable {
  readonly done: Promise<Answer>;
  readonly #sql: string;
  readonly #values: (string | null)[];
  readonly #maxRows: number;
  readonly #rows: Record<string, unknown>[] = [];
  #columns: { name: string; decode: Decode }[] = [];
  #settle: { resolve(answer: Answer): void; reject(error: unknown): void };

  /** Throws for a parameter that has no plain text form. */
  constructor(sql: string, params: readonly unknown[], maxRows: number) {
    refuseNul(sql);
    this.#sql = sql;
    this.#values = params.map(parameterText);
    this.#maxRows = maxRows;
    const { promise, ...settle } = Promise.withResolvers<Answer>();
    this.done = promise;
    this.#settle = settle;
    // Whoever runs the statement may stop waiting for it.
    promise.catch(() => {});
  }

  submit(connection: pg.Connection): void {
    const wire = connection as unknown as Wire;
    wire.stream.cork?.();
    wire.parse({ text: this.#sql });
    wire.bind({ values: this.#values });
    wire.describe({ type: 'P', name: '' });
    wire.execute({ rows: this.#maxRows });
    wire.sync();
    wire.stream.uncork?.();
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, decode: decoders[dataTypeID] ?? asItIs }));
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#rows.push(
      Object.fromEntries(
        this.#columns.map(({ name, decode }, index) => {
          const text = fields[index] ?? null;
          return [name, text === null ? null : decode(text)];
        }),
      ),
    );
  }

  handleReadyForQuery(): void {
    this.#settle.resolve({ rows: this.#rows, columns: this.#columns.map(({ name }) => name) });
  }

  handleError(error: unknown): void {
    this.#settle.reject(error);
  }

  handlePortalSuspended(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handleCopyData(): void {}

  handleCopyInResponse(connection: pg.Connection): void {
    (connection as unknown as Wire).sendCopyFail('Pulse only reads.');
  }
}

function parameterText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') {
    refuseNul(value);
    return value;
  }
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  if (value instanceof Date) return value.toISOString();
  throw new TypeError(`A ${typeof value} cannot be a parameter; pass text.`);
}
