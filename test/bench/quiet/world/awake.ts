import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { DAY } from './calendar.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/**
 * always: a machine that never sleeps. office: a laptop, weekdays from about 8:20 to 18:00, sometimes closed at lunch,
 * with one week of holiday. waking: a home computer, every day from about 7 to 23. hybrid: office hours, some evenings
 * and some Saturday mornings.
 */
export type AwakePattern = 'always' | 'office' | 'waking' | 'hybrid';

export interface AwakeSpan {
  from: EpochMs;
  to: EpochMs;
}

/** When the machine that Pulse runs on is awake, in order. */
export function awakeSpans(pattern: AwakePattern, world: World, random: Random): AwakeSpan[] {
  if (pattern === 'always') return [{ from: world.start, to: world.end }];
  const spans: AwakeSpan[] = [];
  const holiday = 21 + 7 * Math.floor(random.between(0, 4));
  // Noon is on the right day even where the clocks change at night.
  for (let day = 0, noon = world.start + DAY / 2; noon < world.end; day++, noon += DAY) {
    const { weekday } = world.calendar.local(noon);
    const add = (from: number, to: number) => {
      spans.push({ from: world.calendar.atHour(noon, from), to: world.calendar.atHour(noon, to) });
    };
    if (pattern === 'waking') {
      add(7 + random.between(-0.7, 1.2), 23 + random.between(-1.5, 0.7));
      continue;
    }
    const away = day >= holiday && day < holiday + 7;
    if (away) continue;
    if (weekday < 5) {
      const begin = 8.3 + random.between(-0.6, 0.8);
      const finish = 18 + random.between(-1.5, 1.2);
      if (random.chance(0.3)) {
        const lunch = 12 + random.between(0, 0.7);
        add(begin, lunch);
        add(lunch + random.between(0.5, 1.1), finish);
      } else add(begin, finish);
      if (pattern === 'hybrid' && random.chance(0.4))
        add(20 + random.between(0, 1), 22 + random.between(0, 1));
    } else if (pattern === 'hybrid' && weekday === 5 && random.chance(0.5)) {
      add(9 + random.between(0, 2), 12 + random.between(0, 2));
    }
  }
  return spans;
}
