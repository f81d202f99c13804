/** Faults of access: the data is fine, but the analyst can't get at it. */
import pg from 'pg';
import { ANALYST } from '../shop/roles.ts';
import type { Fault } from './fault.ts';

const permissionRevoked: Fault = {
  name: 'permission_revoked',
  title: 'A permission is revoked',
  description: 'The analyst may no longer read "Sales Ops"."Order Notes".',
  table: 'Sales Ops.Order Notes',
  seenBy: ['schema', 'freshness', 'volume'],
  async inject({ onPrimary }) {
    const table = '"Sales Ops"."Order Notes"';
    await onPrimary((client) => client.query(`revoke select on ${table} from ${ANALYST}`));
    return () =>
      onPrimary(async (client) => {
        await client.query(`grant select on ${table} to ${ANALYST}`);
      });
  },
};

const exclusiveLock: Fault = {
  name: 'exclusive_lock',
  title: 'A migration holds a lock',
  description:
    'A session holds an ACCESS EXCLUSIVE lock on refunds; the standby holds it too, so readers wait.',
  table: 'public.refunds',
  seenBy: ['freshness', 'volume', 'schema'],
  async inject({ pair, writer, onPrimary }) {
    const holder = new pg.Client({ ...pair.admin('primary'), application_name: 'migration' });
    holder.on('error', () => {});
    writer.hold('refunds');
    try {
      await holder.connect();
      await holder.query(`set lock_timeout = '10s'`);
      await holder.query('begin');
      await holder.query('lock table refunds in access exclusive mode');
      await onPrimary(flushLog);
    } catch (error) {
      writer.release('refunds');
      await holder.end().catch(() => {});
      throw error;
    }
    return async () => {
      await holder.query('rollback').catch(() => {});
      await holder.end().catch(() => {});
      writer.release('refunds');
      await onPrimary(flushLog);
    };
  },
};

/**
 * Neither taking a lock nor a rollback flushes the log, so the standby may hear of it late: a commit that logs
 * something takes them along.
 */
async function flushLog(client: pg.Client): Promise<void> {
  await client.query(`select pg_logical_emit_message(true, 'demo', 'flush')`);
}

export const accessFaults: readonly Fault[] = [permissionRevoked, exclusiveLock];
