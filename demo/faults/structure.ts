/** Faults of structure: columns and tables that somebody dropped, renamed or changed. */
import { createCoupons } from '../shop/reference.ts';
import type { Fault } from './fault.ts';

const columnDropped: Fault = {
  name: 'column_dropped',
  title: 'A column is dropped',
  description: 'A migration drops customers.loyalty_tier.',
  table: 'public.customers',
  column: 'loyalty_tier',
  seenBy: ['schema'],
  async inject({ onPrimary }) {
    const kept = await onPrimary(async (client) => {
      const { rows } = await client.query<{ ids: string[]; tiers: (string | null)[]; comment: string }>(
        `select array_agg(customer_id::text) as ids, array_agg(loyalty_tier) as tiers,
           quote_literal(col_description('customers'::regclass, (
             select attnum from pg_attribute
             where attrelid = 'customers'::regclass and attname = 'loyalty_tier'
           ))) as comment
         from customers`,
      );
      await client.query('alter table customers drop column loyalty_tier');
      return rows[0];
    });
    return () =>
      onPrimary(async (client) => {
        await client.query('begin');
        await client.query('alter table customers add column loyalty_tier text');
        await client.query(`comment on column customers.loyalty_tier is ${kept?.comment ?? 'null'}`);
        // Whoever signed up meanwhile has no tier yet.
        await client.query(
          `update customers set loyalty_tier = coalesce(kept.tier, 'none')
           from customers as c
             left join (select unnest($1::bigint[]) as id, unnest($2::text[]) as tier) as kept on kept.id = c.customer_id
           where customers.customer_id = c.customer_id`,
          [kept?.ids ?? [], kept?.tiers ?? []],
        );
        await client.query('commit');
        await client.query('analyze customers');
      });
  },
};

const columnRenamed: Fault = {
  name: 'column_renamed',
  title: 'A column is renamed',
  description: 'A migration renames products.category to product_category.',
  table: 'public.products',
  column: 'category',
  seenBy: ['schema'],
  async inject({ onPrimary }) {
    await onPrimary((client) =>
      client.query('alter table products rename column category to product_category'),
    );
    return () =>
      onPrimary(async (client) => {
        await client.query('alter table products rename column product_category to category');
      });
  },
};

const columnTypeChanged: Fault = {
  name: 'column_type_changed',
  title: 'A column changes its type',
  description: 'A migration turns reviews.rating from smallint into text.',
  table: 'public.reviews',
  column: 'rating',
  seenBy: ['schema'],
  async inject({ onPrimary }) {
    await onPrimary((client) => client.query('alter table reviews alter rating type text'));
    return () =>
      onPrimary(async (client) => {
        await client.query('alter table reviews alter rating type smallint using rating::smallint');
        await client.query('analyze reviews');
      });
  },
};

const tableDropped: Fault = {
  name: 'table_dropped',
  title: 'A table is dropped',
  description: 'Somebody drops the coupons table.',
  table: 'public.coupons',
  seenBy: ['schema'],
  async inject({ onPrimary }) {
    const kept = await onPrimary(async (client) => {
      const { rows } = await client.query<{ rows: string }>(
        'select json_agg(coupons)::text as rows from coupons',
      );
      await client.query('drop table coupons');
      return rows[0]?.rows ?? '[]';
    });
    return () =>
      onPrimary(async (client) => {
        await client.query('begin');
        await client.query(createCoupons); // the default privileges let the analyst read it again
        await client.query('insert into coupons select * from json_populate_recordset(null::coupons, $1)', [
          kept,
        ]);
        await client.query('commit');
        await client.query('analyze coupons');
      });
  },
};

export const structureFaults: readonly Fault[] = [
  columnDropped,
  columnRenamed,
  columnTypeChanged,
  tableDropped,
];
