import type { App } from 'electron';

/**
 * Chromium gives free memory back every four seconds in each of its processes, which wakes a machine where nothing
 * happens a hundred times a minute. Once a minute is often enough for an app that runs all day.
 */
const SELDOM = 'PartitionAllocMemoryReclaimer:interval/60s';

/** Has Chromium wake the machine less. Before Electron is ready; what the command line asks for stays. */
export function wakeSeldom({ commandLine }: Pick<App, 'commandLine'>): void {
  const features = [commandLine.getSwitchValue('enable-features'), SELDOM].filter(Boolean);
  commandLine.appendSwitch('enable-features', features.join(','));
}
