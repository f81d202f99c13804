import { join } from 'node:path';
import { newIncident } from '../../electron/engine/incidents/new-incident.ts';
import { openStore } from '../../electron/engine/store/store.ts';
import { joinDesktop } from '../../scripts/desktop.ts';
import type { PulseBridge } from '../../shared/contract/bridge.ts';
import { LoadPolicy } from '../../shared/domain/connection.ts';
import { expect, type PulseApp, test } from './support/app.ts';

const desktop = joinDesktop();

/** Leaves a message in the inbox that an earlier run of Pulse could not hand over. */
function leaveMessage(folder: string): { incidentId: number; title: string } {
  const store = openStore({ folder, migrationsFolder: join(import.meta.dirname, '../../migrations') });
  try {
    const connection = store.connections.insert({
      name: 'Reporting',
      host: '127.0.0.1',
      port: 1,
      database: 'shop',
      user: 'analyst',
      tls: { mode: 'disable', caFile: null },
      sshHost: null,
      standIn: null,
      policy: LoadPolicy.parse({ maxConcurrency: 1, statementTimeoutMs: 1_000, maxLagSeconds: 60 }),
      // Nothing answers there; paused, it is not even asked.
      paused: true,
    });
    const now = Date.now();
    const title = 'public.orders is broken';
    const incidentId = store.incidents.insert(
      newIncident({
        connectionId: connection.id,
        tableId: null,
        state: 'firing',
        severity: 'broken',
        title,
        sentence: 'No new rows for 3 hours.',
        startedAt: now - 60_000,
        firedAt: now - 30_000,
        turnedAt: now - 30_000,
        told: 'broken',
        toldAt: now,
      }),
    );
    store.inbox.insert({
      incidentId,
      kind: 'firing',
      at: now,
      title,
      body: 'No new rows for 3 hours, where kind = "<b>R&D".',
      delivery: 'waiting',
      readAt: null,
    });
    return { incidentId, title };
  } finally {
    store.close();
  }
}

async function recordEvents({ page }: PulseApp): Promise<() => Promise<unknown[]>> {
  await page.evaluate(() => {
    const seen: unknown[] = [];
    Object.assign(window, { seen });
    (window.pulse as unknown as PulseBridge).onEvents((events) => seen.push(...events));
  });
  return () => page.evaluate(() => (window as unknown as { seen: unknown[] }).seen);
}

test.describe('notifications', () => {
  test.skip(desktop === null, 'needs the private desktop, whose notifications can be read');

  test('one is shown on request, and the settings know that it was', async ({ pulse }) => {
    expect(await pulse.call('app.info')).toMatchObject({
      value: { notifications: { available: true, reason: null } },
    });
    expect(await pulse.call('notifications.test')).toEqual({
      ok: true,
      value: { shown: true, reason: null },
    });
    const shown = await desktop?.waitForNotification(({ summary }) => summary === 'Notifications work');
    expect(shown?.body).toContain('Pulse will tell you here');
  });

  test('a message is loud, and a click opens exactly its incident', async ({ dataFolder, launch }) => {
    const { incidentId, title } = leaveMessage(dataFolder);
    const pulse = await launch();
    const events = await recordEvents(pulse);
    const shown = await desktop?.waitForNotification(({ summary }) => summary === title);
    const body = 'No new rows for 3 hours, where kind = "&lt;b&gt;R&amp;D".';
    expect(shown).toMatchObject({ body, urgency: 'critical' });
    const inbox = () => pulse.call('inbox.list', { limit: 1 }) as Promise<unknown>;
    await expect.poll(inbox).toMatchObject({ value: [{ delivery: 'native' }] });

    await pulse.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await desktop?.invokeAction(shown?.id ?? 0);
    await expect
      .poll(events)
      .toContainEqual({ name: 'navigate', payload: { to: 'incident', id: incidentId } });
    const visible = () =>
      pulse.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    await expect.poll(visible).toBe(true);
  });

  test('without a service the app says so at once and keeps the message', async ({ dataFolder, launch }) => {
    leaveMessage(dataFolder);
    const pulse = await launch({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' });
    const before = Date.now();
    expect(await pulse.call('notifications.test')).toMatchObject({
      ok: true,
      value: { shown: false, reason: expect.stringContaining('No notification service') },
    });
    expect(Date.now() - before).toBeLessThan(2_000);
    const inbox = () => pulse.call('inbox.list', { limit: 1 }) as Promise<unknown>;
    await expect.poll(inbox).toMatchObject({ value: [{ delivery: 'inbox_only', readAt: null }] });
  });
});
