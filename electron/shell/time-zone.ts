import { powerMonitor } from 'electron';
import { untilNextLook } from '../engine/clock.ts';
import type { Clock } from '../engine/ports.ts';

const EVERY_MS = 60_000;

/** Node reads the machine's time zone when it starts, and again when TZ is touched. One that the user set stays. */
function readAnew(): void {
  if (process.env.TZ === undefined) delete process.env.TZ;
}

/** Notices that the machine was taken to another time zone: quiet hours and daily exports go by the clock on its wall. */
export function followTimeZone(clock: Clock): void {
  const look = () => {
    readAnew();
    clock.after(untilNextLook(clock.now(), EVERY_MS), look);
  };
  look();
  powerMonitor.on('resume', readAnew);
}
