/** Faults of history: what was there and right is rewritten, or gone. */
import pg from 'pg';
import type { Fault } from './fault.ts';

const BACKFILLED_DAYS = 3;
const KEPT_DAYS = 2;

const partialBackfill: Fault = {
  name: 'partial_backfill',
  title: 'A backfill forgets a column',
  description: `A backfill rewrites the last ${BACKFILLED_DAYS} days of daily_sales for a third of the products, and leaves their revenue empty.`,
  table: 'public.daily_sales',
  column: 'revenue',
  seenBy: ['missing'],
  async inject({ onPrimary }) {
    const kept = await onPrimary(async (client) => {
      const { rows } = await client.query<{ rows: string | null }>(
        `with old as materialized (
           select * from daily_sales
           where sales_date > (select max(sales_date) - ${BACKFILLED_DAYS} from daily_sales) and product_id % 3 = 0
         ), rewritten as (
           update daily_sales set revenue = null, loaded_at = now() from old
           where daily_sales.sales_date = old.sales_date and daily_sales.product_id = old.product_id
         )
         select json_agg(old)::text as rows from old`,
      );
      return rows[0]?.rows ?? '[]';
    });
    return () =>
      onPrimary(async (client) => {
        await client.query(
          `update daily_sales set revenue = old.revenue, loaded_at = old.loaded_at
           from json_populate_recordset(null::daily_sales, $1) as old
           where daily_sales.sales_date = old.sales_date and daily_sales.product_id = old.product_id`,
          [kept],
        );
      });
  },
};

const deletedHistory: Fault = {
  name: 'deleted_history',
  title: 'History disappears',
  description: `A clean-up deletes all product prices that ended more than ${KEPT_DAYS} days ago.`,
  table: 'public.product_prices',
  column: 'valid_to',
  seenBy: ['volume', 'distribution'],
  async inject({ pair }) {
    // A temporary table keeps the rows where no reader of the shop can see them, for as long as its session lives.
    const keeper = new pg.Client({ ...pair.admin('primary'), application_name: 'clean-up' });
    keeper.on('error', () => {});
    try {
      await keeper.connect();
      await keeper.query(`set lock_timeout = '10s'`);
      await keeper.query('begin');
      await keeper.query(
        `create temporary table deleted_prices as
         select * from product_prices where valid_to < now() - interval '${KEPT_DAYS} days'`,
      );
      await keeper.query(
        'delete from product_prices where product_price_id in (select product_price_id from deleted_prices)',
      );
      await keeper.query('commit');
    } catch (error) {
      await keeper.end().catch(() => {});
      throw error;
    }
    return async () => {
      await keeper.query('insert into product_prices select * from deleted_prices on conflict do nothing');
      await keeper.query('analyze product_prices');
      await keeper.end();
    };
  },
};

export const historyFaults: readonly Fault[] = [partialBackfill, deletedHistory];
