import { checkType, validateCheck } from '../../../electron/engine/checks/registry.ts';
import type { Check, CheckInput } from '../../../shared/domain/check.ts';

const filled = [
  'changed_at',
  'customer_id',
  'product_id',
  'quantity',
  'unit_price',
  'discount',
  'currency',
  'channel',
  'country',
  'reference',
  'city',
];
const listed = { status: ['placed', 'paid', 'shipped', 'returned'], currency: ['EUR', 'USD', 'GBP'] };

/** What Pulse would watch on such a table. */
const wanted: readonly { type: string; config: Record<string, unknown> }[] = [
  { type: 'freshness', config: { timestampColumn: 'placed_at' } },
  { type: 'volume', config: { windowSeconds: null } },
  ...filled.map((column) => ({ type: 'missing', config: { column } })),
  ...Object.entries(listed).map(([column, values]) => ({
    type: 'accepted_values',
    config: { column, values, learn: false, windowSeconds: null },
  })),
  { type: 'range', config: { column: 'quantity', from: '1', to: '50' } },
  { type: 'range', config: { column: 'customer_id', from: '1', to: null } },
  { type: 'range', config: { column: 'placed_at', from: null, to: 'now + 5 min' } },
  { type: 'distribution', config: { column: 'quantity', statistic: 'mean', windowSeconds: null } },
  { type: 'distribution', config: { column: 'weight_grams', statistic: 'mean', windowSeconds: null } },
];

/** Each over all rows, or over those of the last `windowSeconds`. */
export function twentyChecks(connectionId: number, tableId: number, windowSeconds: number | null): Check[] {
  const recent = windowSeconds === null ? {} : { timestampColumn: 'placed_at', windowSeconds };
  return wanted.map(({ type, config }, index) => {
    const { defaults } = checkType(type);
    const window = 'windowSeconds' in defaults.config ? recent : {};
    const input: CheckInput = {
      ...defaults,
      type,
      name: `${defaults.name} ${index + 1}`,
      config: { ...defaults.config, ...config, ...window },
    };
    return { ...validateCheck(input), id: index + 1, connectionId, tableId };
  });
}
