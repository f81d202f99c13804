import { Document, isMap, isScalar, isSeq, type Node, type Pair, visit } from 'yaml';
import { CONFIGURATION_VERSION } from '../../../shared/domain/configuration.ts';
import type { StoreApi } from '../store/api.ts';
import { readSetUp, type SetUpCheck } from './set-up.ts';
import {
  conciseCheck,
  conciseTable,
  withoutNulls,
  writtenConnection,
  writtenNotifications,
  writtenWebhook,
} from './written.ts';

const HEAD = ` yaml-language-server: $schema=./pulse-config.schema.json
 What Pulse watches, and when it speaks. There are no passwords in here, no addresses of webhooks, and no history.
 Look at the difference and apply it in Pulse under Settings > Configuration, or in the terminal:
   pulse apply FILE --dry-run
   pulse apply FILE`;

/** Small enough for one line. */
const INLINE: ReadonlySet<unknown> = new Set([
  ...['tls', 'bounds', 'rule', 'quietWindow', 'days', 'inboxOnly', 'tags', 'messages'],
]);

/** What is set up, as YAML: everything by name and in order, so that two exports differ only where set-ups do. */
export function exportConfiguration(store: StoreApi): string {
  const { connections, notifications, webhooks, holidays } = readSetUp(store);
  const document = new Document({
    version: CONFIGURATION_VERSION,
    connections: connections.map(({ configured, checks, tables }) => ({
      ...withoutNulls(writtenConnection(configured)),
      checks: checks.map(written),
      tables: tables.map(({ configured: table, checks: own }) => ({
        ...conciseTable(table),
        checks: own.map(written),
      })),
    })),
    webhooks: webhooks.map(({ configured }) => writtenWebhook(configured)),
    holidays: holidays.map(withoutNulls),
    notifications: withoutNulls(writtenNotifications(notifications)),
  });
  document.commentBefore = HEAD;
  visit(document, { Pair: (_, pair) => arrange(pair) });
  return document.toString({ lineWidth: 0, indentSeq: true, flowCollectionPadding: true });
}

const written = ({ configured }: SetUpCheck) => conciseCheck(configured);

/** Short things on one line, and an empty line between those that are long. */
function arrange({ key, value }: Pair): void {
  const name = isScalar(key) ? key.value : null;
  if (!isMap(value) && !isSeq(value)) return;
  if (INLINE.has(name) || value.items.length === 0) value.flow = true;
  const isPart =
    name === 'connections' ||
    name === 'notifications' ||
    ((name === 'webhooks' || name === 'holidays') && isMap(value.items[0]));
  if (isPart) (key as Node).spaceBefore = true;
  if (name !== 'tables' && name !== 'connections') return;
  for (const item of value.items.slice(1)) (item as Node).spaceBefore = true;
}
