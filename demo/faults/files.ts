/** Faults of files: one that ends in the middle, one that is loaded again and again. */
import type { Client } from 'pg';
import { BEYOND_CUT, loadReceipts, MINUTE_OF_LOAD, ownFiles } from '../shop/terminals.ts';
import type { Fault } from './fault.ts';

/** How old the file is that is loaded again. */
const REPLAYED_MINUTES = 45;

async function latestMinute(client: Client): Promise<number> {
  const { rows } = await client.query<{ minute: string }>(
    `select ${MINUTE_OF_LOAD}::text as minute from terminal_receipts order by loaded_at desc limit 1`,
  );
  return Number(rows[0]?.minute ?? 0);
}

const cutOffFile: Fault = {
  name: 'cut_off_file',
  title: 'Files end in the middle',
  description:
    'Every file of receipts, beginning with the latest, breaks off a little after its middle; as files are sorted by store, the last stores are gone.',
  table: 'public.terminal_receipts',
  column: 'store',
  seenBy: ['volume', 'distribution'],
  async inject({ onPrimary }) {
    const first = await onPrimary(async (client) => {
      const minute = await latestMinute(client);
      await client.query(`delete from terminal_receipts where ${MINUTE_OF_LOAD} = $1 and ${BEYOND_CUT}`, [
        minute,
      ]);
      return minute;
    });
    return () =>
      onPrimary(async (client) => {
        // Whatever file was loaded in a minute: it need not be the minute's own.
        const loads = `(
          select distinct ${MINUTE_OF_LOAD} as minute, file_no from terminal_receipts where ${MINUTE_OF_LOAD} >= ${first}
        )`;
        await client.query(loadReceipts(loads, false));
      });
  },
};

const replayedBatch: Fault = {
  name: 'replayed_batch',
  title: 'An old file is loaded again',
  description: `In place of each file of receipts, beginning with the latest, the one of ${REPLAYED_MINUTES} minutes ago is loaded again: new loaded_at, old receipt_no and sold_at.`,
  table: 'public.terminal_receipts',
  column: 'receipt_no',
  seenBy: ['unique', 'freshness', 'distribution'],
  async inject({ onPrimary, isActive }) {
    const first = await onPrimary(async (client) => {
      const minute = await latestMinute(client);
      await client.query('begin');
      await client.query(`delete from terminal_receipts where ${MINUTE_OF_LOAD} = $1`, [minute]);
      const load = `(select ${minute}::bigint as minute, ${minute - REPLAYED_MINUTES}::bigint as file_no)`;
      await client.query(loadReceipts(load, isActive('cut_off_file')));
      await client.query('commit');
      return minute;
    });
    return () =>
      onPrimary(async (client) => {
        const last = await latestMinute(client);
        await client.query('begin');
        await client.query(
          `delete from terminal_receipts where ${MINUTE_OF_LOAD} >= $1 and file_no <> ${MINUTE_OF_LOAD}`,
          [first],
        );
        await client.query(loadReceipts(ownFiles(first, last), isActive('cut_off_file')));
        await client.query('commit');
      });
  },
};

export const fileFaults: readonly Fault[] = [cutOffFile, replayedBatch];
