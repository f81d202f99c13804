/** Faults in what values mean: the wrong clock, the wrong unit, too few digits, one value for everything. */
import { REVENUE } from '../shop/batches.ts';
import { GRAMS, STUCK_GRAMS } from '../shop/parcels.ts';
import type { Fault } from './fault.ts';
import { reversibleFault, rowFault } from './row-fault.ts';

const timezoneShift = reversibleFault({
  name: 'timezone_shift',
  title: 'Local time is taken for UTC',
  description:
    'The scanners send New York time as if it were UTC: scanned_at of the latest scans, and of all new ones, is five hours too early.',
  table: 'public.parcel_scans',
  column: 'scanned_at',
  seenBy: ['distribution'],
  latest: { table: 'parcel_scans', key: 'scan_id', count: 150 },
  spoil: `scanned_at = scanned_at - interval '5 hours'`,
  repair: `scanned_at = scanned_at + interval '5 hours'`,
  isSpoiled: `scanned_at < received_at - interval '4 hours'`,
});

const unitChange = rowFault({
  name: 'unit_change',
  title: 'Amounts come in cents',
  description:
    'The provider reports the latest payments, and all new ones, in cents: amount is 100 times what it was.',
  table: 'public.payments',
  column: 'amount',
  seenBy: ['distribution', 'range'],
  latest: { table: 'payments', key: 'payment_id', column: 'amount', count: 60 },
  type: 'numeric',
  spoil: 'amount * 100',
  repair: `update payments set amount = orders.total_amount from orders
    where payment_id > $1 and orders.order_id = payments.order_id and amount <> orders.total_amount`,
});

const roundedAmounts: Fault = {
  name: 'rounded_amounts',
  title: 'Amounts lose their cents',
  description: 'Every sales batch, beginning with the latest, has its revenue rounded to whole units.',
  table: 'public.sales_batches',
  column: 'revenue',
  seenBy: ['distribution'],
  async inject({ onPrimary }) {
    const first = await onPrimary(async (client) => {
      const { rows } = await client.query<{ first: string }>(
        `with spoiled as (
           update sales_batches set revenue = round(revenue)
           where batch_id = (select max(batch_id) from sales_batches)
           returning batch_id
         )
         select max(batch_id)::text as first from spoiled`,
      );
      return rows[0]?.first ?? '0';
    });
    return () =>
      onPrimary(async (client) => {
        await client.query(
          `update sales_batches set revenue = ${REVENUE} where batch_id >= $1 and revenue = round(revenue)`,
          [first],
        );
      });
  },
};

const constantValue = rowFault({
  name: 'constant_value',
  title: 'A scale is stuck',
  description: `The latest parcel scans, and all new ones, weigh ${STUCK_GRAMS} grams.`,
  table: 'public.parcel_scans',
  column: 'weight_grams',
  seenBy: ['distribution'],
  latest: { table: 'parcel_scans', key: 'scan_id', column: 'weight_grams', count: 150 },
  type: 'integer',
  spoil: String(STUCK_GRAMS),
  repair: `update parcel_scans set weight_grams = ${GRAMS} where scan_id > $1 and weight_grams = ${STUCK_GRAMS}`,
});

export const valueFaults: readonly Fault[] = [timezoneShift, unitChange, roundedAmounts, constantValue];
