import { expect, it } from 'vitest';
import { wakeSeldom } from '../../electron/shell/wake-ups.ts';

/** A command line that begins with these features. */
function commandLine(features: string) {
  const switches = new Map([['enable-features', features]]);
  wakeSeldom({
    commandLine: {
      getSwitchValue: (name: string) => switches.get(name) ?? '',
      appendSwitch: (name: string, value: string) => void switches.set(name, value),
    },
  } as never);
  return switches.get('enable-features');
}

it('asks Chromium to give memory back once a minute', () => {
  expect(commandLine('')).toBe('PartitionAllocMemoryReclaimer:interval/60s');
});

it('leaves what the command line asks for', () => {
  expect(commandLine('A,B')).toBe('A,B,PartitionAllocMemoryReclaimer:interval/60s');
});
