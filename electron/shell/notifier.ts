import type { Notification as NativeNotification, NotificationConstructorOptions } from 'electron';
import type { InboxItem, Message, Severity } from '../../shared/domain/incident.ts';
import type { AppInfo } from '../../shared/domain/settings.ts';
import type { Logger, Notifier } from '../engine/ports.ts';
import { busNameHasOwner, startBusName } from './dbus.ts';

const DAEMON = 'org.freedesktop.Notifications';
/** A desktop that has not said by then that it shows the notification is taken not to. */
const SHOWN_WITHIN_MS = 5_000;
/** Bursts ask the bus once; a daemon that was just started is noticed soon. */
const AVAILABILITY_CACHE_MS = 5_000;
/** Handlers live as long as their object, and the desktop keeps notifications clickable for long. */
const KEPT = 50;

/** The part of Electron's `Notification` that is used here, so that the tests need no desktop. */
interface NotificationClass {
  new (options: NotificationConstructorOptions): Pick<NativeNotification, 'on' | 'once' | 'show' | 'close'>;
  isSupported(): boolean;
}

interface Deps {
  Notification: NotificationClass;
  platform: NodeJS.Platform;
  log: Logger;
  /** Decides how loud a notification is; null when it is not known. */
  severityOf(incidentId: number): Promise<Severity | null>;
  /** A click. Null for one that is about no incident. */
  onOpen(incidentId: number | null): void;
  onAcknowledge(incidentId: number): void;
  /** Whether a daemon listens on Linux's session bus. */
  daemonListens?: () => Promise<boolean>;
}

type Availability = AppInfo['notifications'];
type Wish = NotificationConstructorOptions & { title: string; body: string };

async function sessionDaemonListens(): Promise<boolean> {
  return (await busNameHasOwner(DAEMON)) || (await startBusName(DAEMON));
}

/** Native notifications that say truthfully whether the desktop took them. The inbox keeps them all anyway. */
export class DesktopNotifier implements Notifier {
  readonly #deps: Deps;
  readonly #shown: unknown[] = [];
  #known: { at: number; availability: Promise<Availability> } | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Whether a notification could be shown now, else why not. */
  availability(): Promise<Availability> {
    const now = Date.now();
    if (this.#known === null || now - this.#known.at > AVAILABILITY_CACHE_MS) {
      this.#known = { at: now, availability: this.#findOut() };
    }
    return this.#known.availability;
  }

  async show(message: Message): Promise<boolean> {
    try {
      const { incidentId, kind, title, body } = message;
      const severity = incidentId === null ? null : await this.#deps.severityOf(incidentId).catch(() => null);
      const { shown } = await this.#present({ title, body, urgency: urgencyOf(kind, severity) }, incidentId);
      return shown;
    } catch (error) {
      this.#deps.log.error({ err: error }, 'a notification failed');
      return false;
    }
  }

  /** Shows one to try, from the settings. */
  test(): Promise<{ shown: boolean; reason: string | null }> {
    return this.#present(
      {
        title: 'Notifications work',
        body: 'Pulse will tell you here when a table breaks.',
        urgency: 'normal',
      },
      null,
    );
  }

  async #present(wish: Wish, incidentId: number | null): Promise<{ shown: boolean; reason: string | null }> {
    const { available, reason } = await this.availability();
    if (!available) return { shown: false, reason };
    const said = this.#deps.platform === 'linux' ? { ...wish, body: withoutMarkup(wish.body) } : wish;
    const canAcknowledge = incidentId !== null && this.#deps.platform === 'darwin' && wish.urgency !== 'low';
    const notification = new this.#deps.Notification(
      canAcknowledge ? { ...said, actions: [{ type: 'button', text: 'Acknowledge' }] } : said,
    );
    this.#keep(notification);
    notification.on('click', () => this.#deps.onOpen(incidentId));
    notification.on('action', () => incidentId !== null && this.#deps.onAcknowledge(incidentId));

    return new Promise((resolve) => {
      const finish = (shown: boolean, why: string | null) => {
        clearTimeout(timer);
        if (!shown) this.#deps.log.warn({ reason: why }, 'the desktop did not show a notification');
        resolve({ shown, reason: why });
      };
      const timer = setTimeout(
        () => finish(false, 'The desktop did not say that it showed the notification.'),
        SHOWN_WITHIN_MS,
      );
      notification.once('show', () => finish(true, null));
      notification.once('failed', (_event, error) =>
        finish(false, `The desktop refused the notification: ${error}`),
      );
      notification.show();
    });
  }

  async #findOut(): Promise<Availability> {
    if (!this.#deps.Notification.isSupported()) {
      return { available: false, reason: 'This system has no notifications.' };
    }
    if (this.#deps.platform !== 'linux') return { available: true, reason: null };
    // Without a daemon, showing one would hold up the whole process until the bus gives up.
    const listens = await (this.#deps.daemonListens ?? sessionDaemonListens)();
    if (listens) return { available: true, reason: null };
    return { available: false, reason: 'No notification service answers on this desktop.' };
  }

  #keep(notification: unknown): void {
    this.#shown.push(notification);
    if (this.#shown.length > KEPT) this.#shown.shift();
  }
}

/**
 * Linux's desktops read bodies as markup: some show nothing at all of one with an "&", and a value out of somebody's data
 * could be a link. Electron hands bodies on as they are. Titles are plain text.
 * https://specifications.freedesktop.org/notification-spec/latest/markup.html
 */
function withoutMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function urgencyOf(kind: InboxItem['kind'], severity: Severity | null): 'low' | 'normal' | 'critical' {
  if (kind === 'resolved' || kind === 'saved') return 'low';
  if (kind === 'unsaved') return 'critical';
  return severity === 'broken' || severity === 'critical' ? 'critical' : 'normal';
}
