import type { Store } from '../../../electron/engine/store/store.ts';
import type { CheckRun } from '../../../shared/domain/check.ts';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { LoadPolicy } from '../../../shared/domain/connection.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import { formatNumber, formatSeconds } from '../../../shared/format.ts';
import { Random } from '../quiet/world/random.ts';

export const CONNECTIONS = 10;
const TABLES = 50;
const TYPES = ['freshness', 'volume', 'missing', 'custom_sql'] as const;
type Type = (typeof TYPES)[number];

/** A check of the made-up shop: what its runs are like. */
export interface ShopCheck {
  id: number;
  connectionId: number;
  tableId: number;
  type: Type;
  column: string;
  /** The middle of its values. */
  scale: number;
  /** Half of the checks have learned bounds, and so a band with every run. */
  learned: boolean;
}

const COLUMNS = ['customer_id', 'shipped_at', 'price', 'country', 'voucher', 'email', 'courier', 'warehouse'];

/** 2,000 checks on 500 tables of 10 connections. */
export function makeShop(store: Store): ShopCheck[] {
  const random = new Random(1);
  const checks: ShopCheck[] = [];
  store.transaction(() => {
    for (let c = 0; c < CONNECTIONS; c++) {
      const connection = store.connections.insert({
        ...{
          name: `Replica ${c + 1}`,
          host: 'replica.example',
          port: 5432,
          database: `shop_${c}`,
          user: 'analyst',
        },
        ...{ tls: { mode: 'verify-full', caFile: null }, sshHost: null, standIn: null, paused: false },
        policy: LoadPolicy.parse({}),
      });
      for (let t = 0; t < TABLES; t++) {
        const place = { connectionId: connection.id, schema: 'public', kind: 'table', addedAt: 0 } as const;
        const table = store.tables.insert({ ...place, name: `orders_${c}_${t}` });
        for (const type of TYPES) {
          const column = COLUMNS[Math.floor(random.uniform() * COLUMNS.length)] ?? 'price';
          const check = store.checks.insert(
            { connectionId: connection.id, tableId: table.id },
            {
              ...{
                type,
                name: `${type} of ${column}`,
                config: {},
                bounds: NO_BOUNDS,
                rule: { kind: 'fixed' },
              },
              ...{ severity: 'broken', intervalMs: 518_400, pendingRuns: 2, enabled: true },
            },
          );
          const scale = 10 ** (1 + random.uniform() * 4);
          const learned = checks.length % 2 === 0;
          checks.push({
            id: check.id,
            connectionId: connection.id,
            tableId: table.id,
            type,
            column,
            scale,
            learned,
          });
        }
      }
    }
  });
  return checks;
}

/** The next run of a check, worded as the product words it. One in forty is bad, now and then one is not judged. */
export function runOf(check: ShopCheck, at: number, random: Random): Omit<CheckRun, 'id'> {
  const luck = random.uniform();
  const status: RunStatus =
    luck < 0.02 ? 'fail' : luck < 0.03 ? 'warn' : luck < 0.034 ? 'error' : luck < 0.04 ? 'deferred' : 'pass';
  const bad = status === 'fail' || status === 'warn';
  const judged = bad || status === 'pass';
  const spread = 0.8 + 0.4 * random.uniform();
  const value = judged ? roundFor(check.type, check.scale * (bad ? 3 * spread : spread)) : null;
  const band =
    check.learned && judged
      ? { low: check.scale * 0.75, high: check.scale * 1.25 }
      : { low: null, high: null };
  const elapsed = 5 + Math.floor(random.uniform() * 60);
  return {
    ...{ checkId: check.id, startedAt: at - elapsed, finishedAt: at, status, value, ...band },
    message: messageOf(check, status, value ?? 0, bad),
    durationMs: Math.round(random.uniform() * 20_000) / 1000,
  };
}

function roundFor(type: Type, value: number): number {
  return type === 'volume' ? Math.round(value) : Math.round(value * 1000) / 1000;
}

function messageOf(
  { type, column, scale }: ShopCheck,
  status: RunStatus,
  value: number,
  bad: boolean,
): string {
  if (status === 'deferred') return 'Deferred: the load budget of the replica is used up.';
  if (status === 'error') return `canceling statement due to conflict with recovery while reading ${column}.`;
  const number = formatNumber;
  const finding = {
    freshness: `The newest row is ${formatSeconds(value)} old`,
    volume: `${number(value)} rows in the last 60 min`,
    missing: `${column} is null in ${number(value)} % of rows (${number(Math.round(value * 7))} of ${number(700)})`,
    custom_sql: `${column} is ${number(value)}`,
  }[type];
  if (!bad) return `${finding}.`;
  return `${finding}; usual is ${number(scale * 0.75)} to ${number(scale * 1.25)}, by Mondays 09:00–10:00 (8 weeks).`;
}
