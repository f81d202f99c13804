/** Who may do what in the shop: the analyst reads, the standby streams. */
import type { Client } from 'pg';

export const DATABASE = 'shop';
export const SUPERUSER = 'postgres';
export const ANALYST = 'analyst';
export const REPLICATOR = 'replicator';

export interface Passwords {
  superuser: string;
  analyst: string;
  replicator: string;
}

/** Passwords are hex digits, so they need no quoting anywhere. */
export async function makeRoles(client: Client, passwords: Passwords): Promise<void> {
  await client.query(`
    create role ${REPLICATOR} login replication password '${passwords.replicator}';
    create role ${ANALYST} login password '${passwords.analyst}' connection limit 20;
    comment on role ${ANALYST} is 'Reads the shop; what a monitoring tool is given.';
    revoke create, temporary on database ${DATABASE} from public;
    grant connect on database ${DATABASE} to ${ANALYST};
  `);
}

/** Run again after a fault that takes something away; every part of it may be repeated. */
export const GRANTS = `
  grant usage on schema public, "Sales Ops" to ${ANALYST};
  grant select on all tables in schema public, "Sales Ops" to ${ANALYST};
  alter default privileges in schema public, "Sales Ops" grant select on tables to ${ANALYST};`;
