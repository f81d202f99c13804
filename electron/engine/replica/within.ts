import type { Clock } from '../ports.ts';

/** Whether the promise settles, one way or the other, within `ms` milliseconds. Never rejects. */
export function within(clock: Clock, ms: number, promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const callOff = clock.after(ms, () => resolve(false));
    const settled = () => {
      callOff();
      resolve(true);
    };
    promise.then(settled, settled);
  });
}

/** Resolves after `ms` milliseconds. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
