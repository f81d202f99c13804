import type { CheckRun } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { type RunStatus, worseOfSlot } from '../../../shared/domain/status.ts';
import type { TableStrips } from '../../../shared/domain/table.ts';
import { statusOf } from '../store/status-code.ts';
import type { StripCell, StripsWanted } from '../store/strips.ts';

const SLOT_MS = 1_800_000;
const SLOTS = 48;

type Cell = Omit<StripCell, 'tableId' | 'slot' | 'worst'> & { worst: RunStatus };

export interface StripDeps {
  clock: { now(): EpochMs };
  /** Id of the newest run that is stored. */
  lastRunId(): number;
  /** Reads the past, once, where nothing else waits for it. */
  readCells(wanted: StripsWanted): Promise<StripCell[]>;
}

/**
 * The last 24 hours of every table in half-hour slots. Kept in memory: read from the history once, counted on with
 * each run, so that the overview never waits for the disk.
 */
export class PulseStrips {
  private readonly deps: StripDeps;
  /** By slot, then by table: what is too old goes in one piece. */
  private readonly slots = new Map<number, Map<number, Cell>>();
  private loading: Promise<void> | null = null;
  /** Runs after this one are counted as they come; those up to it are read. */
  private countedFrom = Number.POSITIVE_INFINITY;

  constructor(deps: StripDeps) {
    this.deps = deps;
  }

  /** Counts a run that has just been stored. */
  note(run: Pick<CheckRun, 'id' | 'finishedAt' | 'status'>, tableId: number | null): void {
    if (tableId === null || run.id <= this.countedFrom) return;
    const judged = run.status === 'pass' || run.status === 'warn' || run.status === 'fail';
    const bad = run.status === 'warn' || run.status === 'fail';
    const cell = { worst: run.status, judged: Number(judged), bad: Number(bad) };
    this.add(tableId, slotOf(run.finishedAt), cell);
  }

  /** Reads the past, unless that is done or under way. Rejects when it cannot be read; the next call tries again. */
  load(): Promise<void> {
    this.loading ??= this.read().catch((error: unknown) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  /** The strips of these tables, in their order. Reads the past first, if that was not done yet. */
  async of(tableIds: readonly number[]): Promise<TableStrips> {
    await this.load();
    const last = slotOf(this.deps.clock.now());
    const first = last - SLOTS + 1;
    for (const slot of this.slots.keys()) if (slot < first) this.slots.delete(slot);
    const columns = Array.from({ length: SLOTS }, (_, index) => this.slots.get(first + index));
    return {
      from: first * SLOT_MS,
      slotMs: SLOT_MS,
      tables: tableIds.map((tableId) => {
        const cells = columns.map((column) => column?.get(tableId));
        return {
          tableId,
          worst: cells.map((cell) => cell?.worst ?? null),
          judged: cells.map((cell) => cell?.judged ?? 0),
          bad: cells.map((cell) => cell?.bad ?? 0),
        };
      }),
    };
  }

  private async read(): Promise<void> {
    this.slots.clear();
    this.countedFrom = this.deps.lastRunId();
    const from = (slotOf(this.deps.clock.now()) - SLOTS + 1) * SLOT_MS;
    const cells = await this.deps.readCells({ from, upToId: this.countedFrom, slotMs: SLOT_MS });
    for (const { tableId, slot, worst, judged, bad } of cells) {
      this.add(tableId, slot, { worst: statusOf(worst), judged, bad });
    }
  }

  private add(tableId: number, slot: number, { worst, judged, bad }: Cell): void {
    let column = this.slots.get(slot);
    if (column === undefined) {
      column = new Map();
      this.slots.set(slot, column);
    }
    const cell = column.get(tableId);
    if (cell === undefined) {
      column.set(tableId, { worst, judged, bad });
      return;
    }
    cell.worst = worseOfSlot(cell.worst, worst);
    cell.judged += judged;
    cell.bad += bad;
  }
}

function slotOf(at: EpochMs): number {
  return Math.floor(at / SLOT_MS);
}
