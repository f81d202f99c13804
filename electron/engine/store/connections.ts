import { type ConnectionConfig, LoadPolicy } from '../../../shared/domain/connection.ts';
import type { StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';
import { Kept } from './kept.ts';
import { hiding } from './removed.ts';
import { type Secret, SecretCells } from './secret-cells.ts';

interface ConnectionRow {
  id: number;
  name: string;
  host: string;
  port: number;
  database_name: string;
  login: string;
  tls_mode: ConnectionConfig['tls']['mode'];
  tls_ca_file: string | null;
  stand_in: ConnectionConfig['standIn'];
  policy: string;
  paused: number;
  ssh_host: string | null;
}

type Cells = [
  name: string,
  host: string,
  port: number,
  database: string,
  login: string,
  tlsMode: string,
  tlsCaFile: string | null,
  standIn: string | null,
  policy: string,
  paused: number,
  sshHost: string | null,
];

type ConnectionStore = StoreApi['connections'];

export class Connections implements ConnectionStore {
  readonly #db: Db;
  readonly #list: Query<[], ConnectionRow>;
  readonly #known: Kept<ConnectionConfig | null>;
  readonly #onRemoved: () => void;
  readonly #insert: Query<Cells>;
  readonly #update: Query<[...Cells, number]>;
  readonly #remove: Query<[number]>[];
  readonly #secrets: SecretCells;

  /** `onRemoved`: a connection is gone, and its tables with it. */
  constructor(db: Db, onRemoved: () => void) {
    this.#db = db;
    this.#onRemoved = onRemoved;
    this.#list = db.prepare('SELECT * FROM connection WHERE removed_at IS NULL ORDER BY id');
    const get = db.prepare<[number], ConnectionRow>(
      'SELECT * FROM connection WHERE id = ? AND removed_at IS NULL',
    );
    this.#known = new Kept(db, (id) => {
      const row = get.get(id);
      return row === undefined ? null : toConnection(row);
    });
    this.#insert = db.prepare(
      `INSERT INTO connection
         (name, host, port, database_name, login, tls_mode, tls_ca_file, stand_in, policy, paused, ssh_host)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = db.prepare(
      `UPDATE connection SET name = ?, host = ?, port = ?, database_name = ?, login = ?, tls_mode = ?,
         tls_ca_file = ?, stand_in = ?, policy = ?, paused = ?, ssh_host = ?
       WHERE id = ?`,
    );
    this.#remove = hiding(db, 'connection', 'connection_id = ?');
    this.#secrets = new SecretCells(db, 'connection_secret', 'connection_id');
  }

  list(): ConnectionConfig[] {
    return this.#list.all().map(toConnection);
  }

  get(id: number): ConnectionConfig | null {
    return this.#known.get(id);
  }

  insert(input: Omit<ConnectionConfig, 'id'>): ConnectionConfig {
    const { id } = this.#insert.run(...cellsOf(input));
    this.#known.forget();
    return { ...input, id };
  }

  update(connection: ConnectionConfig): ConnectionConfig {
    this.#update.run(...cellsOf(connection), connection.id);
    this.#known.forget();
    return connection;
  }

  remove(id: number): void {
    this.#db.transaction(() => {
      this.setSecret(id, null);
      for (const query of this.#remove) query.run(id);
    });
    this.#known.forget();
    this.#onRemoved();
  }

  secret(id: number): Secret | null {
    return this.#secrets.get(id);
  }

  setSecret(id: number, secret: Secret | null): void {
    this.#secrets.set(id, secret);
  }
}

function toConnection(row: ConnectionRow): ConnectionConfig {
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    port: row.port,
    database: row.database_name,
    user: row.login,
    tls: { mode: row.tls_mode, caFile: row.tls_ca_file },
    sshHost: row.ssh_host,
    standIn: row.stand_in,
    // Parsed, so that a limit added by a later version gets its default. There are only a handful of connections.
    policy: LoadPolicy.parse(JSON.parse(row.policy)),
    paused: row.paused === 1,
  };
}

function cellsOf(connection: Omit<ConnectionConfig, 'id'>): Cells {
  return [
    connection.name,
    connection.host,
    connection.port,
    connection.database,
    connection.user,
    connection.tls.mode,
    connection.tls.caFile,
    connection.standIn,
    JSON.stringify(connection.policy),
    connection.paused ? 1 : 0,
    connection.sshHost,
  ];
}
