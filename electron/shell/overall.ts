import type { PulseEvent } from '../../shared/contract/contract.ts';
import type { ConnectionView } from '../../shared/domain/connection.ts';
import type { Health } from '../../shared/domain/status.ts';
import type { TableView } from '../../shared/domain/table.ts';

export type OverallState = 'broken' | 'warning' | 'unjudged' | 'healthy' | 'idle';
export interface Overall {
  state: OverallState;
  words: string;
}

/** Sums up in one state and one line what the overview shows in full. */
export class OverallTracker {
  readonly #tables = new Map<number, Health>();
  readonly #connections = new Map<number, ConnectionView['status']>();

  /** Takes the world as it is at the start. */
  start(tables: readonly TableView[], connections: readonly ConnectionView[]): void {
    for (const { id, health } of tables) this.#tables.set(id, health);
    for (const { id, status } of connections) this.#connections.set(id, status);
  }

  /** Follows an event; returns whether it can have changed the sum. */
  follow(event: PulseEvent): boolean {
    switch (event.name) {
      case 'table.changed':
        return replace(this.#tables, event.payload.id, event.payload.health);
      case 'connection.changed':
        return replace(this.#connections, event.payload.id, event.payload.status);
      case 'table.removed':
        return this.#tables.delete(event.payload.id);
      case 'connection.removed':
        return this.#connections.delete(event.payload.id);
      default:
        return false;
    }
  }

  /** The sum as it is now. */
  get overall(): Overall {
    const count = (health: Health) => [...this.#tables.values()].filter((each) => each === health).length;
    const unreachable = [...this.#connections.values()].filter((s) => s === 'down' || s === 'refused').length;
    const [broken, warning, unjudged, learning] = [
      count('broken'),
      count('warning'),
      count('unjudged'),
      count('learning'),
    ];
    const parts = [
      broken > 0 && `${tables(broken)} broken`,
      warning > 0 && `${tables(warning)} with a warning`,
      unreachable > 0 && `${unreachable === 1 ? '1 connection' : `${unreachable} connections`} not usable`,
      unjudged > 0 && `${tables(unjudged)} not judged`,
      learning > 0 && `${tables(learning)} learning`,
    ].filter((part) => part !== false);
    if (this.#tables.size === 0 && unreachable === 0) return { state: 'idle', words: 'nothing to watch yet' };
    if (parts.length === 0) return { state: 'healthy', words: `${tables(this.#tables.size)}, all healthy` };
    const words = parts.join(', ');
    if (broken > 0) return { state: 'broken', words };
    if (warning > 0) return { state: 'warning', words };
    return { state: unreachable + unjudged > 0 ? 'unjudged' : 'idle', words };
  }
}

function replace<V>(map: Map<number, V>, key: number, value: V): boolean {
  const changed = map.get(key) !== value;
  map.set(key, value);
  return changed;
}

function tables(count: number): string {
  return count === 1 ? '1 table' : `${count} tables`;
}
