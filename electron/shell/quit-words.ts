import type { ConnectionView, Pause } from '../../shared/domain/connection.ts';
import type { TableView } from '../../shared/domain/table.ts';

interface World {
  tables: readonly Pick<TableView, 'connectionId' | 'checks'>[];
  connections: readonly Pick<ConnectionView, 'id' | 'paused'>[];
  pause: Pause;
}

/** What stops with Pulse, in a sentence; null when nothing is being watched. */
export function whatStops({ tables, connections, pause }: World): string | null {
  if (pause !== null) return null;
  const going = new Set(connections.filter(({ paused }) => !paused).map(({ id }) => id));
  const watched = tables.filter(({ connectionId, checks }) => going.has(connectionId) && checks > 0);
  if (watched.length === 0) return null;
  const servers = new Set(watched.map(({ connectionId }) => connectionId)).size;
  const what = `${counted(watched.length, 'table')} on ${counted(servers, 'connection')}`;
  return `Nobody watches ${what} until Pulse is started again: nothing is checked, and nothing is said. Then it catches up quietly.`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
