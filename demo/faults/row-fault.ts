/**
 * How rows are spoiled: each fault spoils the latest rows at once, the writer goes on spoiling new ones, and the heal
 * repairs both.
 */
import type { Client } from 'pg';
import type { Fault } from './fault.ts';

interface Spoiled {
  id: string;
  old: string;
}

interface Latest {
  table: string;
  key: string;
  column: string;
  count: number;
}

/** Sets a column of the latest rows to an SQL expression; returns the values that were there. */
async function spoilLatest(client: Client, at: Latest, value: string): Promise<Spoiled[]> {
  const { rows } = await client.query<Spoiled>(
    `with latest as (
       select ${at.key} as id, ${at.column} as old from ${at.table}
       where ${at.column} is not null order by ${at.key} desc limit ${at.count}
     )
     update ${at.table} set ${at.column} = ${value} from latest where ${at.table}.${at.key} = latest.id
     returning latest.id::text as id, latest.old::text as old`,
  );
  return rows;
}

async function restore(client: Client, at: Latest, type: string, spoiled: readonly Spoiled[]): Promise<void> {
  await client.query(
    `update ${at.table} set ${at.column} = saved.old::${type}
     from (select unnest($1::bigint[]) as id, unnest($2::text[]) as old) as saved
     where ${at.table}.${at.key} = saved.id`,
    [spoiled.map((row) => row.id), spoiled.map((row) => row.old)],
  );
}

/** The highest key a table has: what the writer spoils comes later. */
async function lastKey(client: Client, at: Latest): Promise<string> {
  const { rows } = await client.query<{ last: string }>(
    `select coalesce(max(${at.key}), 0)::text as last from ${at.table}`,
  );
  return rows[0]?.last ?? '0';
}

export interface RowFault extends Omit<Fault, 'inject'> {
  latest: Latest;
  type: string;
  /** The SQL expression the latest rows are spoiled with. */
  spoil: string;
  /** Repairs what the writer spoiled after row $1. */
  repair: string;
}

/** A fault in one column whose old values cannot be told from the spoiled ones, so they are remembered. */
export function rowFault({ latest, type, spoil, repair, ...info }: RowFault): Fault {
  return {
    ...info,
    async inject({ onPrimary }) {
      const { last, spoiled } = await onPrimary(async (client) => ({
        last: await lastKey(client, latest),
        spoiled: await spoilLatest(client, latest, spoil),
      }));
      return () =>
        onPrimary(async (client) => {
          await client.query('begin');
          await restore(client, latest, type, spoiled);
          await client.query(repair, [last]);
          await client.query('commit');
        });
    },
  };
}

export interface ReversibleFault extends Omit<Fault, 'inject'> {
  latest: Omit<Latest, 'column'>;
  /** SQL assignments that spoil a row. */
  spoil: string;
  /** SQL assignments that make it whole again. */
  repair: string;
  /** SQL condition that holds for spoiled rows and for no healthy one. */
  isSpoiled: string;
}

/** A fault that can be undone from what the spoiled rows say themselves, whoever spoiled them. */
export function reversibleFault({ latest, spoil, repair, isSpoiled, ...info }: ReversibleFault): Fault {
  const { table, key, count } = latest;
  return {
    ...info,
    async inject({ onPrimary }) {
      const first = await onPrimary(async (client) => {
        const { rows } = await client.query<{ first: string }>(
          `with latest as (select ${key} as id from ${table} order by ${key} desc limit ${count}),
           spoiled as (update ${table} set ${spoil} from latest where ${key} = latest.id)
           select coalesce(min(id), 0)::text as first from latest`,
        );
        return rows[0]?.first ?? '0';
      });
      return () =>
        onPrimary(async (client) => {
          await client.query(`update ${table} set ${repair} where ${key} >= $1 and ${isSpoiled}`, [first]);
        });
    },
  };
}
