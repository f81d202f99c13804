import AxeBuilder from '@axe-core/playwright';
import { SmallDisk } from '../support/small-disk.ts';
import { test as base, expect, removeWithArtifacts } from './support/app.ts';
import { goTo } from './support/walk.ts';

const test = base.extend<{ disk: SmallDisk }>({
  // Not beside the tests: the runner reads this file in more than one process, and each would mount one.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape.
  disk: async ({}, use, testInfo) => {
    const disk = SmallDisk.mount(96);
    if (typeof disk === 'string') {
      testInfo.skip(true, disk);
      return;
    }
    await use(disk);
    disk.unmount();
    removeWithArtifacts(disk.folder);
  },
  dataFolder: async ({ disk }, use) => use(disk.folder),
});

test('a disk that fills up is said on every screen with what to do, and is no matter any more when there is space', async ({
  disk,
  launch,
}) => {
  const { page, call, complaints } = await launch();
  complaints.allow(/cannot be saved, and is held in memory|disk is full|ENOSPC|SQLITE_FULL/i);
  await call('connections.create', {
    ...{
      name: 'Shop replica',
      host: '127.0.0.1',
      port: 1,
      database: 'shop',
      user: 'analyst',
      password: null,
    },
    ...{ tls: { mode: 'disable', caFile: null }, standIn: null },
    policy: {},
  });
  disk.fill();
  // The replica is not there: each attempt is something to write.
  const banner = page.getByRole('alert').filter({ hasText: 'Nothing can be saved. The disk is full.' });
  await expect(banner).toBeVisible({ timeout: 60_000 });
  await expect(banner).toContainText('Free some space on the disk that holds the data folder.');
  await expect(banner).toContainText('wait');
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
  }
  for (const screen of ['Incidents', 'Settings'] as const) {
    await goTo(page, screen);
    await expect(banner).toBeVisible();
  }
  const { ok } = await call('connections.pauseAll', { paused: true });
  expect(ok).toBe(false);
  disk.empty();
  await expect(banner).toBeHidden({ timeout: 30_000 });
  expect((await call('connections.pauseAll', { paused: true })).ok).toBe(true);
});
