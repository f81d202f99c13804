import { serveControl } from '../../../demo/control.ts';
import type { ControlAddress } from '../../../demo/control-client.ts';
import { type DemoWorld, startDemoWorld } from '../../../demo/world.ts';
import { joinDesktop } from '../../../scripts/desktop.ts';
import { test as base } from './app.ts';
import { News } from './news.ts';

/** Enough rows for estimates and rhythms, few enough to be there in seconds. */
const SCALE = 0.05;

interface TestFixtures {
  /** What the desktop shows from the beginning of the test on. */
  news: News;
  /** Leaves the world whole behind. */
  healed: undefined;
}

interface WorkerFixtures {
  /** A real primary with a real standby, shared by the tests of a worker; each test finds it whole. */
  world: DemoWorld;
  /** How the app reaches the world's faults when it is started as the demo. */
  control: ControlAddress;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape.
    async ({}, use) => {
      const world = await startDemoWorld({ scale: SCALE });
      await use(world);
      await world.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],

  control: [
    async ({ world }, use) => {
      const control = await serveControl(world);
      await use({ url: control.url, token: control.token });
      await control.close();
    },
    { scope: 'worker' },
  ],

  healed: [
    async ({ world }, use) => {
      await use(undefined);
      await world.healAll();
    },
    { auto: true, timeout: 60_000 },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape.
  news: async ({}, use, testInfo) => {
    const desktop = joinDesktop();
    testInfo.skip(desktop === null, 'needs the private desktop, whose notifications can be read');
    if (desktop !== null) await use(new News(desktop));
  },
});

export { expect } from './app.ts';
