import { powerMonitor } from 'electron';

/** Tells the engine when the machine sleeps and wakes: what was due in between is caught up once, not all at once. */
export function followPower(engine: { suspend(): void; resume(): void }): void {
  powerMonitor.on('suspend', () => engine.suspend());
  powerMonitor.on('resume', () => engine.resume());
}
