import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { Settings } from '../../shared/domain/settings.ts';
import { live } from '../support/a-history.ts';
import { settle } from '../support/a-household.ts';
import { expect, test } from './support/app.ts';
import { ask } from './support/ask.ts';
import { openTable, PATIENCE } from './support/walk.ts';

const migrationsFolder = join(import.meta.dirname, '../../migrations');
const EMPTY = 'Nothing is watched yet.';
const FAILED = 'public.orders: Rows in the last hour failed';

test('a link opens exactly its incident in a window whose page has just crashed', async ({
  launch,
  dataFolder,
}) => {
  settle(dataFolder, { tables: ['events', 'orders'], migrationsFolder });
  const { incidentId } = live(dataFolder, { migrationsFolder, hours: 2, broken: 'orders' });
  const { app, complaints } = await launch();
  complaints.allow(/the page crashed/);
  await app.evaluate(({ app: electron, BrowserWindow }, link) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // Before Pulse knows of it.
    contents?.prependOnceListener('render-process-gone', () =>
      electron.emit('second-instance', {}, [link], ''),
    );
  }, `pulse://incident/${incidentId}`);
  await crash(app);
  await expect.poll(() => heading(app), PATIENCE).toBe(FAILED);
});

test('a page that crashed is at its place again, unless it crashes there', async ({ launch, dataFolder }) => {
  settle(dataFolder, { tables: ['events', 'orders'], migrationsFolder });
  const { app, page, complaints } = await launch();
  complaints.allow(/the page crashed/);
  await openTable(page, 'public.orders');
  await crash(app);
  await expect.poll(() => heading(app), PATIENCE).toBe('public.orders');
  await crash(app);
  await expect.poll(() => heading(app), PATIENCE).toBe('2 tables not judged; replica paused.');
});

test('a link leads to its screen in a window whose page has tried to leave', async ({ pulse }) => {
  const { app, page } = pulse;
  await app.evaluate(({ app: electron, BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.once('will-frame-navigate', () => electron.emit('second-instance', {}, ['pulse://help'], ''));
  });
  await page.evaluate(() => location.assign('https://example.org/'));
  await expect.poll(() => heading(app), PATIENCE).toBe('Help');
});

test('a page that crashes again and again is shown again when one wants it', async ({ launch }) => {
  const pulse = await launch();
  const { app, complaints } = pulse;
  complaints.allow(/the page crashed/);
  await ask(pulse, 'settings.set', { ...Settings.parse({}), keepWatchingExplained: true });
  await app.evaluate(({ dialog }) => {
    // However long it takes here, it is all within a minute.
    const now = Date.now();
    Date.now = () => now;
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (async (_window: unknown, { message }: { message: string }) => {
      asked.push(message);
      return { response: asked.length - 1, checkboxChecked: false };
    }) as never;
  });
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  for (let times = 0; times < 4; times += 1) {
    await expect.poll(() => heading(app), PATIENCE).toBe(EMPTY);
    await crash(app);
  }
  // The first answer is to show it again, the second is not to.
  await expect.poll(() => heading(app), PATIENCE).toBe(EMPTY);
  expect(await asked()).toEqual(['Pulse’s window has crashed several times.']);
  await crash(app);
  await expect.poll(asked).toHaveLength(2);
  expect(await heading(app)).toBe('');
  await app.evaluate(({ app: electron }) => electron.emit('second-instance', {}, [], ''));
  await expect.poll(() => heading(app), PATIENCE).toBe(EMPTY);
});

/** Resolves when Pulse knows of it. */
function crash(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise<void>((gone) => {
      contents?.once('render-process-gone', () => gone());
      contents?.forcefullyCrashRenderer();
    });
  });
}

/**
 * What the screen is called, asked past Playwright: to it, a page that has crashed stays so, and one that may not leave
 * is for ever on its way. Nothing answers for a page that is about to crash.
 */
function heading(app: ElectronApplication): Promise<string> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents || contents.isCrashed() || contents.isLoading()) return '';
    return String(await contents.executeJavaScript("document.querySelector('main h1')?.textContent ?? ''"));
  });
}
