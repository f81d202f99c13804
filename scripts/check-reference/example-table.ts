import type { CheckContext } from '../../electron/engine/checks/check-type.ts';
import type { TableFacts } from '../../electron/engine/replica/api.ts';
import type { Example } from './examples.ts';

const column = (
  position: number,
  name: string,
  type: string,
  category: string,
): TableFacts['columns'][number] => ({
  position,
  name,
  type,
  category,
  nullable: true,
  nullFraction: 0,
  distinct: null,
});

/** `public.orders` as the catalogue might describe it. */
const facts: TableFacts = {
  schema: 'public',
  name: 'orders',
  kind: 'table',
  estimatedRows: 5_000_000,
  pages: 90_000,
  bytes: 740_000_000,
  columns: [
    column(1, 'id', 'bigint', 'N'),
    column(2, 'customer_id', 'bigint', 'N'),
    column(3, 'status', 'text', 'S'),
    column(4, 'total', 'numeric(10,2)', 'N'),
    column(5, 'email', 'text', 'S'),
    column(6, 'placed_at', 'timestamp with time zone', 'D'),
    column(7, 'created_at', 'timestamp with time zone', 'D'),
  ],
  indexes: [
    {
      name: 'orders_created_at_idx',
      columns: ['created_at'],
      unique: false,
      primary: false,
      partial: false,
      method: 'btree',
    },
  ],
};

/** What the examples are asked about. */
export function contextOf(example: Pick<Example, 'rule' | 'known'>): CheckContext {
  return {
    table: { id: 1, connectionId: 1, schema: 'public', name: 'orders', kind: 'table', addedAt: 0 },
    acceptedSchema: { kind: facts.kind, columns: facts.columns.slice(0, 3) },
    facts,
    rule: example.rule ?? { kind: 'fixed' },
    known: example.known ?? null,
  };
}
