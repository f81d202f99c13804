import type { EpochMs } from '../../../shared/domain/primitives.ts';

/** The share is kept over this long: short bursts are fine, a steady load is not. */
export const BUDGET_PERIOD_MS = 600_000;

/**
 * The part of the share that look-ups, and what settles a doubt, may still use while a dear statement is waited out:
 * without it one long scan would blind the cheap checks, which find most that breaks, for minutes.
 */
const RESERVED = 1 / 4;
/** The longest that look-ups wait for what they used themselves. */
const MOST_RESERVE_DEBT_MS = 30_000;

/** A statement whose cost is known, and how long it has waited and can wait for it to be saved up. */
export interface Dear {
  costMs: number;
  patienceMs: number;
  waitedMs: number;
}

const NOT_DEAR: Dear = { costMs: 0, patienceMs: 0, waitedMs: 0 };

/** The part of what is earned that pays for what was asked by hand, until it is paid. */
const PAID_BACK = 1 / 8;

/**
 * Busy time on one replica as a share of wall time, kept as a token bucket: tokens are milliseconds of busy
 * time, they come back at `share` per millisecond, and at most half of the period's worth can be saved up.
 * What a statement costs is known only afterwards, so the bucket may go into debt, which then has to be waited out.
 * Meanwhile look-ups go on out of a reserve that earns a quarter of the share. What they use deepens the debt, so that
 * the share is kept all the same, and what has to wait it out still comes to its turn.
 */
export class BusyBudget {
  private share: number;
  private tokens: number;
  private reserve: number;
  /** What was asked by hand and is not paid for yet. */
  private owed = 0;
  private at: EpochMs;
  private readonly spent: { at: EpochMs; ms: number; byHand: boolean }[] = [];
  private spentEver = 0;

  constructor(share: number, now: EpochMs) {
    this.share = share;
    this.at = now;
    this.tokens = this.most;
    this.reserve = this.most * RESERVED;
  }

  /** Largest burst, in milliseconds of busy time. Enough for a first look at a few dozen tables. */
  private get most(): number {
    return (this.share * BUDGET_PERIOD_MS) / 2;
  }

  setShare(share: number, now: EpochMs): void {
    this.refill(now);
    this.share = share;
    this.tokens = Math.min(this.tokens, this.most);
    this.reserve = Math.min(this.reserve, this.most * RESERVED);
  }

  /**
   * Milliseconds to wait before the next statement may start; 0 when it may start now. `light`: it only looks something
   * up, or settles a doubt, so that it may use the reserve. `dear`: what it is known to cost must be saved up before,
   * so that cheaper ones need not wait out its debt; that demand fades with every millisecond of `patienceMs`.
   */
  waitMs(now: EpochMs, light = false, dear: Dear = NOT_DEAR): number {
    this.refill(now);
    const wait = Math.max(timeToEarn(this.tokens, this.earning), this.timeToSave(dear));
    return light ? Math.min(wait, timeToEarn(this.reserve, this.share * RESERVED)) : wait;
  }

  /** Milliseconds until what is saved up, which grows, meets what is demanded, which fades. */
  private timeToSave({ costMs, patienceMs, waitedMs }: Dear): number {
    const cost = Math.min(costMs, this.most / 2);
    const left = patienceMs - Math.max(0, waitedMs);
    if (cost <= 0 || left <= 0) return 0;
    const missing = (cost * left) / patienceMs - this.tokens;
    return missing <= 0 ? 0 : Math.ceil(Math.min(left, missing / (this.earning + cost / patienceMs)));
  }

  /** Books what a statement cost. */
  spend(ms: number, now: EpochMs): void {
    this.refill(now);
    // In debt, only look-ups can have started.
    if (this.tokens <= 0) {
      const least = -this.share * RESERVED * MOST_RESERVE_DEBT_MS;
      this.reserve = Math.max(least, this.reserve - ms);
    }
    this.tokens -= ms;
    this.note(ms, now, false);
  }

  /**
   * Books what the user asked for by hand. It counts like everything else, but it is paid for little by little and
   * leaves what is saved up: whoever adds thirty tables wants to see them judged.
   */
  spendByHand(ms: number, now: EpochMs): void {
    this.refill(now);
    this.owed = Math.min(this.most, this.owed + ms);
    this.note(ms, now, true);
  }

  /** How much is saved up for what can wait: less than nothing, nothing to speak of, something, or plenty. */
  savings(now: EpochMs): 'debt' | 'none' | 'some' | 'plenty' {
    this.refill(now);
    if (this.tokens <= 0) return 'debt';
    if (this.tokens > this.most / 3) return 'plenty';
    return this.tokens > this.most / 6 ? 'some' : 'none';
  }

  /**
   * Busy time / wall time over the last period, and how much of it was asked by hand. The rest is at most half as much
   * again as the allowed share: that much can have been saved up before.
   */
  used(now: EpochMs): { share: number; byHand: number } {
    while (this.spent[0] && this.spent[0].at < now - BUDGET_PERIOD_MS) this.spent.shift();
    let [all, byHand] = [0, 0];
    for (const entry of this.spent) {
      all += entry.ms;
      if (entry.byHand) byHand += entry.ms;
    }
    return { share: all / BUDGET_PERIOD_MS, byHand: byHand / BUDGET_PERIOD_MS };
  }

  /** Busy milliseconds since the beginning. */
  get total(): number {
    return this.spentEver;
  }

  private note(ms: number, now: EpochMs, byHand: boolean): void {
    this.spent.push({ at: now, ms, byHand });
    this.spentEver += ms;
  }

  /** Tokens per millisecond. */
  private get earning(): number {
    return this.owed > 0 ? this.share * (1 - PAID_BACK) : this.share;
  }

  private refill(now: EpochMs): void {
    // A clock that was set back earns nothing; one that jumped ahead earns a full bucket at most.
    const elapsed = Math.max(0, now - this.at);
    const earned = elapsed * this.share;
    // What is beyond the most that can be saved up pays back, too.
    const paid = Math.min(this.owed, Math.max(earned * PAID_BACK, this.tokens + earned - this.most));
    this.owed -= paid;
    this.tokens = Math.min(this.most, this.tokens + earned - paid);
    this.reserve = Math.min(this.most * RESERVED, this.reserve + elapsed * this.share * RESERVED);
    this.at = now;
  }
}

function timeToEarn(tokens: number, perMs: number): number {
  return tokens > 0 ? 0 : Math.ceil((1 - tokens) / perMs);
}
