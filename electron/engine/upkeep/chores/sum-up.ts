import type { Clock } from '../../ports.ts';
import type { StoreApi } from '../../store/api.ts';
import { HOURS_A_DAY, hourOf } from '../../store/summing.ts';
import type { Chore } from './chore.ts';

/** Late hours that are looked up at a time. */
const LATE_AT_ONCE = 20;

/** Some hours of one day, which are summed up for one check after the other. */
interface Round {
  from: number;
  to: number;
  /** The last one that is done; 0 before the first. */
  checkId: number;
}

/**
 * Sums up every hour that is over, and every day. What is done is noted when it is done for all checks: after a crash
 * the round is done once more, with the same outcome. Runs that come late have their hour summed up again.
 */
export class SumUp implements Chore {
  readonly name = 'sum up';
  private readonly rollups: StoreApi['rollups'];
  private readonly clock: Pick<Clock, 'now'>;
  private round: Round | null = null;

  constructor(store: Pick<StoreApi, 'rollups'>, clock: Pick<Clock, 'now'>) {
    this.rollups = store.rollups;
    this.clock = clock;
  }

  step(): boolean {
    this.round ??= this.nextRound();
    if (this.round === null) return this.sumLateOnes();
    const { from, to } = this.round;
    const checkId = this.rollups.checkAfter(this.round.checkId);
    if (checkId === null) {
      this.rollups.noteSummedUpTo(to);
      this.round = null;
      return true;
    }
    this.rollups.sumHours(checkId, from, to);
    if (to % HOURS_A_DAY === 0) this.rollups.sumDay(checkId, to / HOURS_A_DAY - 1);
    this.round.checkId = checkId;
    return true;
  }

  reset(): void {
    this.round = null;
  }

  private nextRound(): Round | null {
    const now = hourOf(this.clock.now());
    const from = this.rollups.summedUpTo() ?? this.rollups.oldestHour() ?? now;
    if (from >= now) return null;
    const endOfDay = (Math.floor(from / HOURS_A_DAY) + 1) * HOURS_A_DAY;
    const to = Math.min(now, endOfDay);
    this.rollups.close(to);
    return { from, to, checkId: 0 };
  }

  private sumLateOnes(): boolean {
    const late = this.rollups.again(LATE_AT_ONCE);
    const upTo = this.rollups.summedUpTo() ?? 0;
    for (const { checkId, start } of late) {
      // Where retention took runs of that hour, the sum has more than what is left.
      if (start >= hourOf(this.rollups.wholeFrom())) {
        this.rollups.sumHours(checkId, start, start + 1);
        const day = Math.floor(start / HOURS_A_DAY);
        if ((day + 1) * HOURS_A_DAY <= upTo && day * HOURS_A_DAY >= hourOf(this.rollups.wholeFrom()))
          this.rollups.sumDay(checkId, day);
      }
      this.rollups.settleAgain(checkId, start);
    }
    return late.length === LATE_AT_ONCE;
  }
}
