/** Faults of loading: data that does not arrive, arrives in halves, or arrives twice. */
import { completeSales } from '../shop/batches.ts';
import type { Fault } from './fault.ts';

const stalledFeed: Fault = {
  name: 'stalled_feed',
  title: 'The event feed stalls',
  description: 'No new events arrive. When healed, the feed delivers what it held back.',
  table: 'public.events',
  column: 'created_at',
  seenBy: ['freshness', 'volume'],
  async inject({ writer }) {
    writer.hold('events');
    return async () => writer.release('events');
  },
};

const halfLoad: Fault = {
  name: 'half_load',
  title: 'Batches arrive in halves',
  description: 'Every sales batch, beginning with the latest, has half of its rows.',
  table: 'public.sales_batches',
  column: 'loaded_at',
  seenBy: ['volume'],
  async inject({ onPrimary }) {
    const first = await onPrimary(async (client) => {
      const { rows } = await client.query<{ first: string }>(
        `with lost as (
           delete from sales_batches
           where batch_id = (select max(batch_id) from sales_batches) and product_id % 2 = 1
           returning batch_id
         )
         select max(batch_id)::text as first from lost`,
      );
      return rows[0]?.first ?? '0';
    });
    return () =>
      onPrimary(async (client) => {
        await client.query(completeSales(first));
      });
  },
};

const doubleLoad: Fault = {
  name: 'double_load',
  title: 'Batches arrive twice',
  description: 'Every stock count, beginning with the latest batch, is loaded twice.',
  table: 'public.stock_counts',
  column: 'count_ref',
  seenBy: ['volume', 'unique'],
  async inject({ onPrimary }) {
    const first = await onPrimary(async (client) => {
      const { rows } = await client.query<{ batch: string }>(
        `with again as (
           insert into stock_counts (batch_id, warehouse_id, product_id, count_ref, counted, loaded_at)
           select batch_id, warehouse_id, product_id, count_ref, counted, loaded_at from stock_counts
           where loaded_at = (select max(loaded_at) from stock_counts)
           returning batch_id
         )
         select max(batch_id)::text as batch from again`,
      );
      return rows[0]?.batch ?? '0';
    });
    return () =>
      onPrimary(async (client) => {
        await client.query(
          `delete from stock_counts where stock_count_id in (
             select stock_count_id from (
               select stock_count_id, row_number() over (partition by count_ref order by stock_count_id) as copy
               from stock_counts where batch_id >= $1
             ) as numbered
             where copy > 1
           )`,
          [first],
        );
      });
  },
};

export const loadFaults: readonly Fault[] = [stalledFeed, halfLoad, doubleLoad];
