import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { openStore } from '../../electron/engine/store/store.ts';
import { joinDesktop } from '../../scripts/desktop.ts';
import type { Pause } from '../../shared/domain/connection.ts';
import { live } from '../support/a-history.ts';
import { settle } from '../support/a-household.ts';
import { artifactsOf, command, expect, test } from './support/app.ts';
import { ask } from './support/ask.ts';
import { offerTrayPlace } from './support/tray-place.ts';
import { goTo, title } from './support/walk.ts';

const desktop = joinDesktop();
const migrationsFolder = join(import.meta.dirname, '../../migrations');
const FAILED = 'public.orders: Rows in the last hour failed';

test.describe('beside the clock', () => {
  test.skip(desktop === null, 'needs the private desktop, which can be given a place for icons');
  let leave = () => {};
  test.beforeEach(async () => {
    leave = await offerTrayPlace(desktop?.env.DBUS_SESSION_BUS_ADDRESS ?? '');
  });
  test.afterEach(() => leave());

  test('the icon’s menu says the state and what is open, and pauses', async ({ launch, dataFolder }) => {
    settle(dataFolder, { tables: ['events', 'orders'], migrationsFolder });
    live(dataFolder, { migrationsFolder, hours: 2, broken: 'orders' });
    const pulse = await launch();
    const menu = await followTrayMenu(pulse.app);
    await ask(pulse, 'connections.pauseAll', { paused: true });
    await expect.poll(menu.labels).toContain('Resume All Watching');
    expect((await menu.labels())[0]).toMatch(/^Watching is paused; 2 tables not judged/);
    expect(await menu.labels()).toContain(FAILED);

    await menu.click('Resume All Watching');
    await expect.poll(menu.labels).toContain('Pause All Watching');
    expect(await ask<Pause | null>(pulse, 'connections.pauseState')).toBeNull();

    await menu.click(FAILED);
    await expect(title(pulse.page)).toHaveText(FAILED);
    await menu.click('Settings…');
    await expect(title(pulse.page)).toHaveText('Settings');
  });

  test('a Pulse that was started at login watches without a window, which is there when it is wanted', async ({
    dataFolder,
  }) => {
    settle(dataFolder, { tables: ['orders'], migrationsFolder });
    const { args, env } = command(dataFolder);
    const app = await _electron.launch({
      args: [...args, '--background'],
      env,
      artifactsDir: artifactsOf(dataFolder),
    });
    try {
      await said(app, 'started');
      expect(app.windows()).toEqual([]);
      await app.evaluate(({ app: electron }) => void electron.emit('activate'));
      await expect.poll(() => app.windows().length).toBe(1);
      await expect(title(await app.firstWindow())).toHaveText(/^1 table not judged/);
    } finally {
      const ended = once(app.process(), 'exit');
      await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
      await ended;
    }
  });
});

test('without a place beside the clock, even a Pulse that was started at login shows its window', async ({
  dataFolder,
}) => {
  const { args, env } = command(dataFolder);
  const app = await _electron.launch({
    args: [...args, '--background'],
    env,
    artifactsDir: artifactsOf(dataFolder),
  });
  try {
    await expect.poll(() => app.windows().length).toBe(1);
  } finally {
    const ended = once(app.process(), 'exit');
    await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
    await ended;
  }
});

test('a switch has the desktop start Pulse at login', async ({ launch, dataFolder }) => {
  test.skip(process.platform !== 'linux', 'elsewhere only a package can be started by the system');
  const config = join(dataFolder, 'config');
  mkdirSync(config);
  const entry = join(config, 'autostart', 'app.pulse.desktop');
  const pulse = await launch({ XDG_CONFIG_HOME: config });
  const { page } = pulse;
  await goTo(page, 'Settings');
  const start = page.getByRole('switch', { name: /^Start Pulse at login/ });
  await expect(start).not.toBeChecked();
  await start.click();
  await expect(start).toBeChecked();
  await expect.poll(() => existsSync(entry)).toBe(true);
  expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=env PULSE_DATA_DIR=\S+ .* --background$/m);
  await start.click();
  await expect(start).not.toBeChecked();
  await expect.poll(() => existsSync(entry)).toBe(false);
});

test('the application menu leads to every screen, and to its help', async ({ pulse }) => {
  const { app, page } = pulse;
  const click = (menu: string, item: string) =>
    app.evaluate(
      ({ Menu }, [top, label]) => {
        const found = Menu.getApplicationMenu()
          ?.items.find((each) => each.label.replace('&', '') === top)
          ?.submenu?.items.find((each) => each.label === label);
        if (!found) throw new Error(`${top} has no “${label}”.`);
        found.click();
      },
      [menu, item] as const,
    );
  for (const [item, heading] of [
    ['Incidents', 'Incidents'],
    ['Connections', 'Connections'],
    ['History', 'History'],
    ['Query Log', 'Query log'],
  ] as const) {
    await click('View', item);
    await expect(title(page)).toHaveText(heading);
  }
  await click('View', 'Back');
  await expect(title(page)).toHaveText('History');
  await click('View', 'Forward');
  await expect(title(page)).toHaveText('Query log');
  await click('Help', 'Pulse Help');
  await expect(title(page)).toHaveText('Help');
  await click('Help', 'Keyboard Shortcuts');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await click('View', 'Find Anything…');
  await expect(page.getByRole('combobox', { name: 'Find anything' })).toBeFocused();
});

test('quitting says what stops, until that is not wanted any more', async ({ launch, dataFolder }) => {
  settle(dataFolder, { tables: ['events', 'orders'], migrationsFolder });
  goOn(dataFolder);
  const pulse = await launch();
  const quit = () =>
    pulse.app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find(({ label }) => /quit|exit/i.test(label.replace('&', '')))?.click();
    });
  const answer = (response: number) =>
    pulse.app.evaluate(({ dialog }, chosen) => {
      const asked: unknown[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (async (...args: unknown[]) => {
        asked.push(args.at(-1));
        return { response: chosen, checkboxChecked: chosen === 0 };
      }) as never;
    }, response);
  const asked = () =>
    pulse.app.evaluate(
      () => (globalThis as unknown as { asked: { message: string; detail: string }[] }).asked,
    );

  await answer(1);
  await quit();
  await expect.poll(asked).toMatchObject([
    {
      message: 'Quit Pulse and stop watching?',
      detail: expect.stringMatching(/^Nobody watches 2 tables on 1 connection until Pulse is started again/),
      buttons: ['Quit Pulse', 'Keep watching'],
    },
  ]);
  expect(await ask(pulse, 'settings.get')).toMatchObject({ quittingExplained: false });

  await answer(0);
  const ended = once(pulse.process, 'exit');
  await quit();
  expect(await ended).toEqual([0, null]);
  const again = await launch();
  expect(await ask(again, 'settings.get')).toMatchObject({ quittingExplained: true });
});

test('a link opens exactly its incident in the Pulse that runs', async ({ launch, dataFolder }) => {
  settle(dataFolder, { tables: ['events', 'orders'], migrationsFolder });
  const { incidentId } = live(dataFolder, { migrationsFolder, hours: 2, broken: 'orders' });
  const pulse = await launch();
  await pulse.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const { executablePath, args, env } = command(dataFolder);
  const second = spawn(executablePath, [...args, `pulse://incident/${incidentId}`], { env, stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  await expect(title(pulse.page)).toHaveText(FAILED);
  const visible = () =>
    pulse.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(visible).toBe(true);
});

test('a link opens exactly its incident in a Pulse that it starts', async ({ launch, dataFolder }) => {
  settle(dataFolder, { tables: ['events', 'orders'], migrationsFolder });
  const { incidentId } = live(dataFolder, { migrationsFolder, hours: 2, broken: 'orders' });
  const pulse = await launch({}, [`pulse://incident/${incidentId}`]);
  await expect(title(pulse.page)).toHaveText(FAILED);
});

/** Its connection is watched from the start on, though no server answers there. */
function goOn(folder: string): void {
  const store = openStore({ folder, migrationsFolder });
  for (const connection of store.connections.list()) {
    store.connections.update({ ...connection, port: 1, paused: false });
  }
  store.close();
}

/** Electron does not say what a tray's menu holds: what it is made of is noted from now on. */
async function followTrayMenu(app: ElectronApplication) {
  await app.evaluate(({ Menu }) => {
    const build = Menu.buildFromTemplate;
    Menu.buildFromTemplate = (template) => {
      const made = build.call(Menu, template);
      Object.assign(globalThis, { trayMenu: made });
      return made;
    };
  });
  return {
    labels: () =>
      app.evaluate(() =>
        ((globalThis as { trayMenu?: Electron.Menu }).trayMenu?.items ?? []).map(({ label }) => label),
      ),
    click: (label: string) =>
      app.evaluate((_electron, wanted) => {
        const { trayMenu } = globalThis as { trayMenu?: Electron.Menu };
        trayMenu?.items.find((each) => each.label === wanted)?.click();
      }, label),
  };
}

/** Waits until the log says so. */
async function said(app: ElectronApplication, message: string): Promise<void> {
  let text = '';
  const { stderr } = app.process();
  stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await expect.poll(() => text, { timeout: 30_000 }).toContain(`"msg":"${message}"`);
}
