import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import type { Arrivals } from './arrivals.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/**
 * Healthy oddities of a table whose rows come one by one: a short pause (a restart, a network hiccup), after which
 * the rows held back come at once in every second case, or a short rush (a bot, a retry storm) at two to four times
 * the pace. Shorter than one interval of the check, about once in ten days: nothing to wake a person for.
 */
export function addBlips(arrivals: Arrivals, world: World, random: Random, intervalMs: number): void {
  let at = world.start + random.exponential(10 * DAY);
  while (at < world.end) {
    const length = Math.min(20 * MINUTE, intervalMs * random.between(0.25, 0.6));
    if (random.chance(0.5)) pause(arrivals, at, length, random.chance(0.5));
    else rush(arrivals, at, length, random.between(2, 4), random);
    at += random.exponential(10 * DAY);
  }
}

function pause(arrivals: Arrivals, at: EpochMs, length: number, catchesUp: boolean): void {
  let heldBack = 0;
  arrivals.change(at, at + length, (rows) => {
    heldBack += rows;
    return 0;
  });
  if (catchesUp) arrivals.change(at + length, at + length + MINUTE, (rows) => rows + heldBack);
}

function rush(arrivals: Arrivals, at: EpochMs, length: number, factor: number, random: Random): void {
  arrivals.change(at, at + length, (rows) => rows + random.poisson(rows * (factor - 1)));
}

/**
 * Newsletters and campaigns: every few days, in the daytime, rows come at up to `peak` times the pace, which fades
 * over two or three hours. The first comes within the first three days.
 */
export function campaignFactor(
  world: World,
  random: Random,
  peak: number,
  everyDays: number,
): (at: EpochMs) => number {
  const campaigns: { at: EpochMs; peak: number; fade: number }[] = [];
  let day = random.between(0, 3);
  while (day * DAY < world.end - world.start) {
    const at = world.calendar.atHour(world.start + Math.floor(day) * DAY + DAY / 2, random.between(9, 18));
    campaigns.push({
      at,
      peak: 1 + (peak - 1) * random.between(0.6, 1),
      fade: random.between(0.6, 1.1) * HOUR,
    });
    day += everyDays * random.between(0.6, 1.4);
  }
  return (at) => {
    let factor = 1;
    for (const campaign of campaigns) {
      const since = at - campaign.at;
      if (since < 0 || since > 8 * HOUR) continue;
      factor += (campaign.peak - 1) * Math.min(1, since / (10 * MINUTE)) * Math.exp(-since / campaign.fade);
    }
    return factor;
  };
}
