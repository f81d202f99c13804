import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import type { Arrivals } from './arrivals.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/**
 * Healthy oddities of a table whose rows come one by one: a short pause (a restart, a network hiccup), after which
 * the rows held back come at once in every second case, or a short rush (a bot, a retry storm) at two to three times
 * the pace. At most half an interval of the check long, about once in ten days: one value that is odd, or two a little.
 * Nothing to wake a person for.
 */
export function addBlips(arrivals: Arrivals, world: World, random: Random, intervalMs: number): void {
  let at = world.start + random.exponential(10 * DAY);
  while (at < world.end) {
    const length = Math.min(20 * MINUTE, intervalMs * random.between(0.25, 0.5));
    if (random.chance(0.5)) pause(arrivals, at, length, random);
    else rush(arrivals, at, length, random.between(2, 3), random);
    at += random.exponential(10 * DAY);
  }
}

function pause(arrivals: Arrivals, at: EpochMs, length: number, random: Random): void {
  const catchesUp = random.chance(0.5);
  let heldBack = 0;
  arrivals.change(at, at + length, (rows, _, covered) => {
    const held = random.binomial(rows, covered);
    heldBack += held;
    return rows - held;
  });
  const over = at + length + MINUTE;
  if (catchesUp)
    arrivals.change(over, over + MINUTE, (rows, _, covered) => rows + Math.round(heldBack * covered));
}

function rush(arrivals: Arrivals, at: EpochMs, length: number, factor: number, random: Random): void {
  arrivals.change(
    at,
    at + length,
    (rows, _, covered) => rows + random.poisson(rows * covered * (factor - 1)),
  );
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
