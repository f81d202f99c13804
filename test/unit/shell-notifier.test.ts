import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DesktopNotifier } from '../../electron/shell/notifier.ts';
import type { InboxItem, Severity } from '../../shared/domain/incident.ts';

type Outcome = 'show' | 'failed' | 'silent' | 'throw';
const quiet = () => {};
const item: InboxItem = {
  id: 1,
  incidentId: 7,
  kind: 'firing',
  at: 0,
  title: 'orders is broken',
  body: 'No new rows for 3 hours.',
  delivery: 'waiting',
  readAt: null,
};

function desktop(options: {
  outcome?: Outcome;
  listens?: boolean;
  supported?: boolean;
  severity?: Severity | null;
  platform?: NodeJS.Platform;
}) {
  const made: (EventEmitter & { options: Electron.NotificationConstructorOptions })[] = [];
  class FakeNotification extends EventEmitter {
    static isSupported = () => options.supported ?? true;
    readonly options: Electron.NotificationConstructorOptions;
    constructor(wish: Electron.NotificationConstructorOptions) {
      super();
      this.options = wish;
      made.push(this);
    }
    show() {
      if (options.outcome === 'throw') throw new Error('no');
      if (options.outcome === 'failed') this.emit('failed', {}, 'refused');
      else if (options.outcome !== 'silent') this.emit('show');
    }
    close() {}
  }
  const opened: (number | null)[] = [];
  const acknowledged: number[] = [];
  let asked = 0;
  const notifier = new DesktopNotifier({
    Notification: FakeNotification as never,
    platform: options.platform ?? 'linux',
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    severityOf: async () => {
      if (options.severity === undefined) throw new Error('gone');
      return options.severity;
    },
    onOpen: (id) => void opened.push(id),
    onAcknowledge: (id) => void acknowledged.push(id),
    daemonListens: async () => {
      asked += 1;
      return options.listens ?? true;
    },
  });
  return { notifier, made, opened, acknowledged, asked: () => asked };
}

describe('a notification', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('what stands in the data is text there, and no markup', async () => {
    const body = 'New value appeared in name: "<a href=\'https://x.example\'>R&D</a>".';
    const onLinux = desktop({});
    await onLinux.notifier.show({ ...item, title: 'R&D <b>', body });
    expect(onLinux.made[0]?.options).toMatchObject({
      title: 'R&D <b>',
      body: 'New value appeared in name: "&lt;a href=\'https://x.example\'&gt;R&amp;D&lt;/a&gt;".',
    });
    const elsewhere = desktop({ platform: 'darwin' });
    await elsewhere.notifier.show({ ...item, body });
    expect(elsewhere.made[0]?.options).toMatchObject({ body });
  });

  test('counts as shown when the desktop says so', async () => {
    const { notifier, made } = desktop({ severity: 'broken' });
    expect(await notifier.show(item)).toBe(true);
    expect(made[0]?.options).toMatchObject({ title: item.title, body: item.body, urgency: 'critical' });
  });

  test('does not count as shown when the desktop refuses it', async () => {
    expect(await desktop({ outcome: 'failed' }).notifier.show(item)).toBe(false);
  });

  test('does not count as shown when the desktop says nothing', async () => {
    const shown = desktop({ outcome: 'silent' }).notifier.show(item);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await shown).toBe(false);
  });

  test('is not even tried without a daemon, since trying would hold up everything', async () => {
    const { notifier, made } = desktop({ listens: false });
    expect(await notifier.show(item)).toBe(false);
    expect(made).toEqual([]);
    expect(await notifier.test()).toEqual({
      shown: false,
      reason: expect.stringContaining('notification service'),
    });
  });

  test('never throws', async () => {
    expect(await desktop({ outcome: 'throw' }).notifier.show(item)).toBe(false);
    expect(await desktop({ supported: false }).notifier.show(item)).toBe(false);
  });

  test('is as loud as what it tells', async () => {
    for (const [severity, kind, urgency] of [
      ['broken', 'worsened', 'critical'],
      ['warning', 'firing', 'normal'],
      ['unjudged', 'firing', 'normal'],
      ['broken', 'resolved', 'low'],
      [undefined, 'firing', 'normal'],
    ] as const) {
      const { notifier, made } = desktop(severity === undefined ? {} : { severity });
      await notifier.show({ ...item, kind });
      expect(made[0]?.options.urgency).toBe(urgency);
    }
  });

  test('opens its own incident when clicked', async () => {
    const { notifier, made, opened } = desktop({});
    await notifier.show(item);
    await notifier.show({ ...item, incidentId: 8 });
    made[0]?.emit('click');
    expect(opened).toEqual([7]);
  });

  test('offers to acknowledge where the system has buttons', async () => {
    const { notifier, made, acknowledged } = desktop({ platform: 'darwin', severity: 'broken' });
    await notifier.show(item);
    expect(made[0]?.options.actions).toEqual([{ type: 'button', text: 'Acknowledge' }]);
    made[0]?.emit('action', {}, 0);
    expect(acknowledged).toEqual([7]);
  });

  test('asks the bus once for a burst, and again later', async () => {
    const { notifier, asked } = desktop({});
    await Promise.all([notifier.show(item), notifier.show(item), notifier.availability()]);
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(6_000);
    await notifier.show(item);
    expect(asked()).toBe(2);
  });
});
