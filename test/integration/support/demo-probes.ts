/** How the demo world's faults show in its data. */
export interface Probe {
  /** True on the standby while the fault is active, false otherwise. */
  broken: string;
  /** The same before the fault and after the heal; $1 is shortly before the test. */
  kept?: string;
}

/** Numbers that the database gives out are new when a row comes again. */
const RECEIPTS = `select md5(string_agg((to_jsonb(r) - 'receipt_id')::text, ',' order by loaded_at, file_no, line_no))
  from terminal_receipts as r where loaded_at between $1::timestamptz - interval '75 minutes' and $1`;

const HOUR_AGO = `now() - interval '1 hour'`;

/** How to see each fault in the data; those that take time to see are tested one by one. */
export const PROBES: Record<string, Probe> = {
  half_load: {
    broken: `select count(*) < 600 from sales_batches where batch_id = (select max(batch_id) from sales_batches)`,
    kept: `select md5(string_agg(s::text, ',' order by batch_id, product_id)) from sales_batches as s where loaded_at between $1::timestamptz - interval '15 minutes' and $1`,
  },
  double_load: {
    broken: `select count(*) <> count(distinct count_ref) from stock_counts`,
    kept: `select md5(string_agg(s::text, ',' order by stock_count_id)) from stock_counts as s where loaded_at between $1::timestamptz - interval '15 minutes' and $1`,
  },
  null_burst: {
    broken: `select count(*) filter (where session_id is null) > 20 from page_views where viewed_at > ${HOUR_AGO}`,
    kept: `select md5(string_agg(coalesce(session_id, '-'), ',' order by view_id)) from page_views where viewed_at < $1 and session_id is not null`,
  },
  duplicate_keys: {
    broken: `select count(*) <> count(distinct provider_ref) from payments`,
    kept: `select md5(string_agg(provider_ref, ',' order by payment_id)) from payments where paid_at < $1`,
  },
  unknown_category: {
    broken: `select count(*) > 0 from orders where channel not in ('web', 'app', 'store', 'partner')`,
    kept: `select md5(string_agg(channel, ',' order by order_id)) from orders where placed_at < $1`,
  },
  price_out_of_range: {
    broken: `select count(*) > 0 from order_items where unit_price <= 0`,
    kept: `select sum(unit_price) from order_items join orders using (order_id) where placed_at < $1`,
  },
  orphan_rows: {
    broken: `select count(*) > 0 from shipments left join orders using (order_id) where orders.order_id is null`,
    kept: `select md5(string_agg(order_id::text, ',' order by shipment_id)) from shipments where shipped_at < $1`,
  },
  future_timestamps: {
    broken: `select max(opened_at) > now() + interval '1 day' from support_tickets`,
    kept: `select md5(string_agg(opened_at::text, ',' order by ticket_id)) from support_tickets where opened_at < $1`,
  },
  timezone_shift: {
    broken: `select count(*) > 0 from parcel_scans where scanned_at < received_at - interval '1 minute'`,
    kept: `select md5(string_agg(s::text, ',' order by scan_id)) from parcel_scans as s where received_at < $1`,
  },
  constant_value: {
    broken: `select count(distinct weight_grams) = 1 from (select weight_grams from parcel_scans order by scan_id desc limit 50) as latest`,
    kept: `select md5(string_agg(s::text, ',' order by scan_id)) from parcel_scans as s where received_at < $1`,
  },
  unit_change: {
    broken: `select count(*) > 0 from payments join orders using (order_id) where amount <> total_amount`,
    kept: `select sum(amount) from payments where paid_at < $1`,
  },
  rounded_amounts: {
    broken: `select bool_or(whole) from (select bool_and(revenue = round(revenue)) as whole from sales_batches group by batch_id) as batches`,
    kept: `select md5(string_agg(s::text, ',' order by batch_id, product_id)) from sales_batches as s where loaded_at between $1::timestamptz - interval '15 minutes' and $1`,
  },
  encoding_damage: {
    broken: `select count(*) > 0 from customers where full_name ~ '[\\u00c2-\\u00c5][\\u0080-\\u00bf]' or full_name ~ '\\ufffd'`,
    kept: `select md5(string_agg(full_name, ',' order by customer_id)) from customers where created_at < $1`,
  },
  truncated_load: {
    broken: `select count(*) > 0 from addresses where street !~ ' [0-9]+$'`,
    kept: `select md5(string_agg(a::text, ',' order by address_id)) from addresses as a where created_at < $1`,
  },
  swapped_columns: {
    broken: `select count(*) > 0 from addresses where postal_code !~ '^[0-9]' or city ~ '[0-9]'`,
    kept: `select md5(string_agg(a::text, ',' order by address_id)) from addresses as a where created_at < $1`,
  },
  code_format_change: {
    broken: `select count(*) > 0 from shipments where tracking_no !~ '^TN[0-9]{12}$'`,
    kept: `select md5(string_agg(concat_ws('|', order_id, carrier, tracking_no, shipped_at), ',' order by shipment_id)) from shipments where shipped_at < $1`,
  },
  cut_off_file: {
    broken: `select min(stores) < 8 from (select count(distinct store) as stores from terminal_receipts group by loaded_at) as loads`,
    kept: RECEIPTS,
  },
  replayed_batch: {
    broken: `select count(*) <> count(distinct receipt_no) from terminal_receipts`,
    kept: RECEIPTS,
  },
  partial_backfill: {
    broken: `select count(*) > 0 from daily_sales where revenue is null`,
    kept: `select md5(string_agg(s::text, ',' order by sales_date, product_id)) from daily_sales as s where $1::timestamptz is not null`,
  },
  deleted_history: {
    broken: `select count(*) = 0 from product_prices where valid_to < now() - interval '49 hours'`,
    kept: `select md5(string_agg(product_price_id || '-' || price || valid_from, ',' order by product_price_id)) from product_prices where valid_from < $1`,
  },
  test_data: {
    broken: `select count(*) > 0 from support_tickets where subject in ('test', 'asdf', 'TEST please ignore')`,
    kept: `select md5(string_agg(t::text, ',' order by ticket_id)) from support_tickets as t where opened_at < $1`,
  },
  column_dropped: {
    broken: `select count(*) = 0 from pg_attribute where attrelid = 'customers'::regclass and attname = 'loyalty_tier'`,
    kept: `select md5(string_agg(loyalty_tier, ',' order by customer_id)) from customers where created_at < $1`,
  },
  column_renamed: {
    broken: `select count(*) = 0 from pg_attribute where attrelid = 'products'::regclass and attname = 'category'`,
    kept: `select md5(string_agg(category, ',' order by product_id)) from products where created_at < $1`,
  },
  column_type_changed: {
    broken: `select atttypid <> 'smallint'::regtype from pg_attribute where attrelid = 'reviews'::regclass and attname = 'rating'`,
    kept: `select md5(string_agg(rating::text, ',' order by review_id)) from reviews where created_at < $1`,
  },
  table_dropped: {
    broken: `select to_regclass('public.coupons') is null`,
    kept: `select md5(string_agg(code || description || valid_until, ',' order by code)) from coupons where $1::timestamptz is not null`,
  },
  permission_revoked: {
    broken: `select not has_table_privilege('"Sales Ops"."Order Notes"', 'select')`,
  },
  exclusive_lock: {
    broken: `select count(*) > 0 from pg_locks where relation = 'refunds'::regclass and mode = 'AccessExclusiveLock' and granted`,
  },
  replication_paused: { broken: `select pg_get_wal_replay_pause_state() <> 'not paused'` },
  replica_promoted: { broken: `select not pg_is_in_recovery()` },
};
