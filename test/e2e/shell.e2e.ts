import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { methodNames } from '../../shared/contract/names.ts';
import type { ConnectionView } from '../../shared/domain/connection.ts';
import { command, expect, test } from './support/app.ts';
import { ask } from './support/ask.ts';

declare global {
  interface Window {
    pulse: Record<string, unknown>;
    injected?: boolean;
  }
}

test.describe('the window', () => {
  test('opens on our own page, with its title and a size to work in', async ({ pulse }) => {
    expect(pulse.page.url()).toBe('app://pulse/');
    expect(await pulse.page.title()).toBe('Pulse');
    await expect(pulse.page.locator('#root')).not.toBeEmpty();
    const size = await pulse.page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    expect(size.width).toBeGreaterThanOrEqual(860);
  });

  test('is remembered where it was left', async ({ dataFolder, launch }) => {
    const first = await launch();
    await first.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 1_000, height: 640 });
    });
    const file = join(dataFolder, 'window.json');
    const kept = () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : null);
    await expect.poll(kept).toMatchObject({ width: 1_000, height: 640 });
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize());
    await expect.poll(kept).toMatchObject({ width: 1_000, height: 640, maximized: true });
    await first.quit();
    const second = await launch();
    const maximized = () =>
      second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMaximized());
    await expect.poll(maximized).toBe(true);
    await second.quit();
    // Its size before is still known.
    expect(kept()).toMatchObject({ width: 1_000, height: 640, maximized: true });
  });

  test('is brought to the front by a second start, which ends at once', async ({ pulse, dataFolder }) => {
    await pulse.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const { executablePath, args, env } = command(dataFolder);
    const second = spawn(executablePath, args, { env, stdio: 'ignore' });
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    await expect
      .poll(() =>
        pulse.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isVisible())),
      )
      .toEqual([true]);
  });

  test('shows the incident that a link names', async ({ pulse, dataFolder }) => {
    await pulse.page.evaluate(() => {
      const seen: unknown[] = [];
      Object.assign(window, { seen });
      const listen = window.pulse.onEvents as (listener: (events: unknown[]) => void) => void;
      listen((events) => seen.push(...events));
    });
    const { executablePath, args, env } = command(dataFolder);
    await once(spawn(executablePath, [...args, 'pulse://overview'], { env, stdio: 'ignore' }), 'exit');
    await expect
      .poll(() => pulse.page.evaluate(() => (window as unknown as { seen: unknown[] }).seen))
      .toContainEqual({ name: 'navigate', payload: { to: 'overview' } });
  });

  test('closing keeps Pulse watching, and says so once', async ({ pulse }) => {
    const close = () => pulse.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await pulse.app.evaluate(({ dialog }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (async (_window: unknown, options: { message: string }) => {
        asked.push(options.message);
        return { response: 0, checkboxChecked: false };
      }) as never;
    });
    const state = () =>
      pulse.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((w) => w.isVisible() && !w.isMinimized()),
      );
    await close();
    await expect
      .poll(async () => (await pulse.call('settings.get')) as unknown)
      .toMatchObject({
        value: { keepWatchingExplained: true },
      });
    await expect.poll(state).toEqual([false]);
    await pulse.app.evaluate(({ app }) => app.emit('activate'));
    await expect.poll(state).toEqual([true]);
    await close();
    await expect.poll(state).toEqual([false]);
    await pulse.app.evaluate(({ app }) => app.emit('activate'));
    await expect.poll(state).toEqual([true]);
    const asked = await pulse.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    expect(asked).toEqual(['Pulse keeps watching your tables.']);
  });
});

test.describe('the page is locked in', () => {
  test('it runs in the sandbox, apart from the preload, and without Node', async ({ pulse }) => {
    const globals = await pulse.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    );
    expect(globals).toEqual([]);
    const preferences = await pulse.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
        contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  test('the bridge has the methods of the contract and nothing else', async ({ pulse }) => {
    const keys = await pulse.page.evaluate(() => Object.keys(window.pulse).sort());
    expect(keys).toEqual([...methodNames, 'onEvents'].sort());
  });

  test('input of the wrong shape is answered with a problem', async ({ pulse }) => {
    for (const input of [null, 7, 'x', { id: '1' }, { id: -1 }, { id: 1.5 }, []]) {
      expect(await pulse.call('tables.get', input)).toMatchObject({
        ok: false,
        problem: { code: 'invalid_input' },
      });
    }
    expect(await pulse.call('app.openExternal', { topic: 'https://example.org' })).toMatchObject({
      ok: false,
    });
  });

  test('the strict policy comes as a header, with a fresh nonce each time', async ({ pulse }) => {
    const read = () =>
      pulse.page.evaluate(async () => Object.fromEntries((await fetch('app://pulse/')).headers));
    const [first, second] = [await read(), await read()];
    expect(first['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(first['content-security-policy']).not.toContain('unsafe');
    expect(first['x-content-type-options']).toBe('nosniff');
    expect(first['content-security-policy']).not.toBe(second['content-security-policy']);
    const status = await pulse.page.evaluate(
      async () => (await fetch('app://pulse/..%2fmain%2fmain.js')).status,
    );
    expect(status).toBe(403);
    pulse.complaints.allow(/403/);
  });

  test('neither inline nor evaluated code runs', async ({ pulse }) => {
    pulse.complaints.allow(/Refused to execute inline script|violates the following Content Security Policy/);
    const evaluated = await pulse.page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return window.injected ?? false;
    });
    expect(evaluated).toBe(false);
  });

  test('it cannot leave: no navigation, no window, no frame, no network', async ({ pulse }) => {
    pulse.complaints.allow(/Content Security Policy|ERR_BLOCKED|Failed to load/);
    await pulse.page.evaluate(() => {
      location.href = 'https://example.org/';
    });
    expect(await pulse.page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
    const fetched = await pulse.page.evaluate(() =>
      fetch('https://example.org/').then(
        () => 'fetched',
        () => 'refused',
      ),
    );
    expect(fetched).toBe('refused');
    await pulse.page.waitForTimeout(300);
    expect(pulse.page.url()).toBe('app://pulse/');
    expect(pulse.app.windows()).toHaveLength(1);
  });

  test('it gets no permission but to copy', async ({ pulse }) => {
    pulse.complaints.allow(/Permissions policy violation: Geolocation/);
    pulse.complaints.allow(/Permissions policy violation: camera/);
    const answers = await pulse.page.evaluate(async () => {
      const state = async (name: string) =>
        (await navigator.permissions.query({ name: name as PermissionName })).state;
      const position = new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'failed'),
        );
      });
      const camera = navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        (error: Error) => error.name,
      );
      return {
        notification: await Notification.requestPermission(),
        position: await position,
        camera: await camera,
        clipboardRead: await state('clipboard-read'),
        clipboardWrite: await state('clipboard-write'),
      };
    });
    expect(answers).toEqual({
      notification: 'denied',
      position: 'denied',
      camera: expect.stringMatching(/NotAllowedError|NotFoundError/),
      clipboardRead: 'denied',
      clipboardWrite: 'granted',
    });
  });
});

test.describe('start and end', () => {
  test('a signal ends it cleanly, and it starts again on the same folder', async ({ launch }) => {
    const first = await launch();
    const ended = once(first.process, 'exit');
    first.process.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    const second = await launch();
    expect(await second.call('app.info')).toMatchObject({ ok: true, value: { demo: false } });
  });

  test('it rests while the machine sleeps, and begins again on waking', async ({ launch }) => {
    const pulse = await launch();
    const { id } = await ask<{ id: number }>(pulse, 'connections.create', {
      ...{ name: 'Shop replica', host: '127.0.0.1', port: 1, database: 'shop', user: 'analyst' },
      ...{ password: null, tls: { mode: 'disable', caFile: null }, standIn: null, policy: {} },
    });
    const status = async () =>
      (await ask<ConnectionView[]>(pulse, 'connections.list')).find((each) => each.id === id)?.status;
    const power = (event: 'suspend' | 'resume') =>
      pulse.app.evaluate(({ powerMonitor }, what) => powerMonitor.emit(what), event);
    await expect.poll(status).toBe('down');
    await power('suspend');
    // What it will be is known when it is awake; a failed attempt would have made it "down" at once.
    expect(await status()).toBe('connecting');
    await power('resume');
    await expect.poll(status).toBe('down');
  });

  test('a folder in use by another Pulse is explained in a sentence', async ({ dataFolder }) => {
    const { openStore } = await import('../../electron/engine/store/store.ts');
    const store = openStore({
      folder: dataFolder,
      migrationsFolder: join(import.meta.dirname, '../../migrations'),
    });
    const { executablePath, args, env } = command(dataFolder);
    // A group of its own: its helper processes would outlive it for a moment, and make their folder again.
    const child = spawn(executablePath, args, { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    const ended = once(child, 'exit');
    try {
      const line = await new Promise<string>((resolve, reject) => {
        let text = '';
        child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          const found = /^\{.*"level":50.*$/m.exec(text);
          if (found !== null) resolve(found[0]);
        });
        child.once('exit', () => reject(new Error(`ended without a word:\n${text}`)));
      });
      expect(JSON.parse(line)).toMatchObject({
        code: expect.any(String),
        msg: expect.stringMatching(/Pulse/),
      });
    } finally {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
      store.close();
    }
  });
});
