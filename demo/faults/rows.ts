/** Faults in the rows: values that are missing, repeated, unknown, impossible, or not meant at all. */
import { insertTestTickets, TEST_SUBJECTS } from '../shop/customers.ts';
import type { Fault } from './fault.ts';
import { rowFault } from './row-fault.ts';

const nullBurst = rowFault({
  name: 'null_burst',
  title: 'Page views lose their session',
  description: 'The latest page views, and most of the new ones, have no session_id.',
  table: 'public.page_views',
  column: 'session_id',
  seenBy: ['missing'],
  latest: { table: 'page_views', key: 'view_id', column: 'session_id', count: 60 },
  type: 'text',
  spoil: 'null',
  repair: `update page_views set session_id = 's' || view_id where view_id > $1 and session_id is null`,
});

const duplicateKeys = rowFault({
  name: 'duplicate_keys',
  title: 'Payments are reported twice',
  description: 'Several payments carry the same provider_ref, and about a third of the new ones join them.',
  table: 'public.payments',
  column: 'provider_ref',
  seenBy: ['unique'],
  latest: { table: 'payments', key: 'payment_id', column: 'provider_ref', count: 12 },
  type: 'text',
  spoil: `(select provider_ref from payments order by payment_id desc limit 1)`,
  repair: `update payments set provider_ref = 'pay_' || left(md5(payment_id::text || random()::text), 22)
    where payment_id > $1 and provider_ref in (
      select provider_ref from payments where payment_id > $1 - 100 group by 1 having count(*) > 1
    )`,
});

const unknownCategory = rowFault({
  name: 'unknown_category',
  title: 'Orders come from an unknown channel',
  description:
    'The latest orders, and many of the new ones, have the channel "kiosk_v2" that nobody announced.',
  table: 'public.orders',
  column: 'channel',
  seenBy: ['accepted_values'],
  latest: { table: 'orders', key: 'order_id', column: 'channel', count: 12 },
  type: 'text',
  spoil: `'kiosk_v2'`,
  repair: `update orders set channel = 'store' where order_id > $1 and channel = 'kiosk_v2'`,
});

const orphanRows = rowFault({
  name: 'orphan_rows',
  title: 'Shipments without an order',
  description: "The latest shipments, and half of the new ones, point to orders that don't exist.",
  table: 'public.shipments',
  column: 'order_id',
  seenBy: ['relationship'],
  latest: { table: 'shipments', key: 'shipment_id', column: 'order_id', count: 10 },
  type: 'bigint',
  spoil: 'order_id + 900000000',
  repair: `update shipments set order_id = order_id - 900000000 where shipment_id > $1 and order_id > 900000000`,
});

const futureTimestamps = rowFault({
  name: 'future_timestamps',
  title: 'Support tickets from next year',
  description: 'The latest support tickets, and all new ones, were opened a year from now.',
  table: 'public.support_tickets',
  column: 'opened_at',
  seenBy: ['freshness', 'range'],
  latest: { table: 'support_tickets', key: 'ticket_id', column: 'opened_at', count: 5 },
  type: 'timestamptz',
  spoil: `opened_at + interval '365 days'`,
  repair: `update support_tickets set opened_at = opened_at - interval '365 days'
    where ticket_id > $1 and opened_at > now() + interval '30 days'`,
});

/** Order items have no key of their own: the order's number stands in. */
const priceOutOfRange: Fault = {
  name: 'price_out_of_range',
  title: 'Negative prices',
  description: 'Items of the latest orders, and a third of the new ones, have a negative unit_price.',
  table: 'public.order_items',
  column: 'unit_price',
  seenBy: ['range'],
  async inject({ onPrimary }) {
    const first = await onPrimary(async (client) => {
      const { rows } = await client.query<{ first: string }>(
        `with spoiled as (
           update order_items set unit_price = -unit_price
           where order_id > (select max(order_id) - 10 from order_items) and line_no = 1
           returning order_id
         )
         select coalesce(min(order_id), 0)::text as first from spoiled`,
      );
      return rows[0]?.first ?? '0';
    });
    return () =>
      onPrimary(async (client) => {
        await client.query(
          'update order_items set unit_price = -unit_price where order_id >= $1 and unit_price < 0',
          [first],
        );
      });
  },
};

const frozenColumn: Fault = {
  name: 'frozen_column',
  title: 'A column stops moving',
  description: 'Stock quantities still change, but inventory.updated_at no longer does.',
  table: 'public.inventory',
  column: 'updated_at',
  seenBy: ['freshness'],
  async inject({ onPrimary }) {
    // The twist does it all: see the inventory stream.
    return () =>
      onPrimary(async (client) => {
        await client.query(
          `update inventory set updated_at = now()
           where (product_id, warehouse_id) in (select product_id, warehouse_id from inventory order by random() limit 50)`,
        );
      });
  },
};

const testData: Fault = {
  name: 'test_data',
  title: 'Somebody tests in production',
  description: 'Tickets with subjects such as "test" and "asdf" arrive, three for each real one.',
  table: 'public.support_tickets',
  column: 'subject',
  seenBy: ['accepted_values', 'distribution', 'volume'],
  async inject({ onPrimary }) {
    const last = await onPrimary(async (client) => {
      const { rows } = await client.query<{ last: string }>(
        'select coalesce(max(ticket_id), 0)::text as last from support_tickets',
      );
      await client.query(
        insertTestTickets(
          `ticks as (select now() - i * interval '20 seconds' as at from generate_series(0, 14) as i)`,
        ),
      );
      return rows[0]?.last ?? '0';
    });
    return () =>
      onPrimary(async (client) => {
        await client.query(
          `delete from support_tickets where ticket_id > $1 and subject = any (${TEST_SUBJECTS})`,
          [last],
        );
      });
  },
};

export const rowFaults: readonly Fault[] = [
  nullBurst,
  duplicateKeys,
  unknownCategory,
  priceOutOfRange,
  orphanRows,
  futureTimestamps,
  frozenColumn,
  testData,
];
