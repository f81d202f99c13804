import { expect, it } from 'vitest';
import { EfficiencyMode } from '../../electron/shell/efficiency-mode.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

function aMode() {
  const clock = new VirtualClock();
  const flags: string[] = [];
  const mode = new EfficiencyMode({ clock, setFlag: (flag) => void flags.push(flag) });
  return { clock, flags, mode };
}

it('begins once nobody has asked for anything for a minute', async () => {
  const { clock, flags, mode } = aMode();
  for (let n = 0; n < 10; n++) {
    await clock.advance(30_000);
    mode.used();
  }
  expect(flags).toEqual([]);
  await clock.advance(120_000);
  expect(flags).toEqual(['--efficiency-mode']);
});

it('begins where nobody ever asks', async () => {
  const { clock, flags } = aMode();
  await clock.advance(60_000);
  expect(flags).toEqual(['--efficiency-mode']);
});

it('ends at once when somebody asks, and begins again', async () => {
  const { clock, flags, mode } = aMode();
  await clock.advance(3_600_000);
  mode.used();
  mode.used();
  expect(flags).toEqual(['--efficiency-mode', '--no-efficiency-mode']);
  await clock.advance(60_000);
  expect(flags).toEqual(['--efficiency-mode', '--no-efficiency-mode', '--efficiency-mode']);
});

it('wakes the machine no more while it lasts', async () => {
  const { clock } = aMode();
  await clock.advance(60_000);
  let looks = 0;
  clock.after = () => {
    looks += 1;
    return () => {};
  };
  await clock.advance(3_600_000);
  expect(looks).toBe(0);
});
