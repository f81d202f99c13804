import type { PowerMonitor } from 'electron';
import type { Clock } from '../engine/ports.ts';

const LOOK_EVERY_MS = 60_000;
/** Looks in a row that came in time: a machine that wakes up for a moment in its sleep does not run for so long. */
const AWAKE_AFTER = 15;

interface Deps {
  powerMonitor: Pick<PowerMonitor, 'on'>;
  clock: Clock;
}

/**
 * Tells the engine when the machine sleeps and wakes: what was due in between is caught up once, not all at once. That it
 * woke up is not always said; while it sleeps no timer runs, so one that runs on and on means that it is awake.
 */
export function followPower(
  engine: { suspend(): void; resume(): void },
  { powerMonitor, clock }: Deps,
): void {
  let callOff: (() => void) | null = null;
  const resume = () => {
    callOff?.();
    callOff = null;
    engine.resume();
  };
  const doubt = (looks: number) => {
    const at = clock.now();
    callOff = clock.after(LOOK_EVERY_MS, () => {
      const elapsed = clock.now() - at;
      const inTime = elapsed >= 0 && elapsed < 2 * LOOK_EVERY_MS;
      if (inTime && looks + 1 >= AWAKE_AFTER) resume();
      else doubt(inTime ? looks + 1 : 0);
    });
  };
  powerMonitor.on('suspend', () => {
    engine.suspend();
    callOff?.();
    doubt(0);
  });
  powerMonitor.on('resume', resume);
}
