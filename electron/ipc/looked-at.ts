import type { PulseEvent } from '../../shared/contract/contract.ts';
import type { Handlers } from '../engine/handlers/handlers.ts';

type GetTable = Handlers<'tables.get'>['tables.get'];

/** The window looks at one table at a time; a few more cost little, should anything else have asked. */
const KEPT = 8;

/**
 * Which tables the window looks at: it asks for their checks with `tables.get`. What becomes of all other tables' checks
 * is most of what there is to tell, and it would throw it away.
 */
export class LookedAt {
  readonly handler: GetTable;
  #tableIds: readonly number[] = [];

  constructor(getTable: GetTable) {
    this.handler = (input) => {
      // Before the answer is made: what changes meanwhile has to be told.
      this.#tableIds = [input.id, ...this.#tableIds.filter((id) => id !== input.id)].slice(0, KEPT);
      return getTable(input);
    };
  }

  /** Whether the window can do anything with it. Checks of a connection as a whole are shown with all connections. */
  concerns(event: PulseEvent): boolean {
    if (event.name !== 'check.changed') return true;
    const { tableId } = event.payload;
    return tableId === null || this.#tableIds.includes(tableId);
  }
}
