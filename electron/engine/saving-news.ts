import type { Message } from '../../shared/domain/incident.ts';
import type { Problem } from '../../shared/domain/primitives.ts';
import type { Saving as State } from '../../shared/domain/saving.ts';
import { formatCount, formatNumber, formatSeconds } from '../../shared/format.ts';
import type { EventHub } from './events.ts';
import type { Messenger } from './incidents/messenger.ts';
import type { Clock } from './ports.ts';
import type { Saving } from './saving.ts';
import type { StoreApi } from './store/api.ts';

/** What is over sooner (another program's lock, say) is not worth a word. */
const TELL_AFTER_MS = 60_000;

export interface SavingNewsDeps {
  store: StoreApi;
  clock: Clock;
  events: EventHub;
  messenger: Messenger;
  saving: Saving;
}

/** A time in which nothing could be saved. */
interface Trouble {
  since: number;
  problem: Problem;
  waiting: number;
  lost: number;
  told: boolean;
}

/**
 * Says when nothing can be saved any more, and when that is over, once each: with the window closed nobody sees the
 * banner, and meanwhile nothing else is told. So it is said in quiet hours, too. Into the inbox it comes when it can.
 */
export class SavingNews {
  private readonly deps: SavingNewsDeps;
  private trouble: Trouble | null = null;
  private cancel: (() => void) | null = null;

  constructor(deps: SavingNewsDeps) {
    this.deps = deps;
    deps.events.on((event) => {
      if (event.name === 'saving.changed') this.follow(event.payload);
    });
  }

  stop(): void {
    this.cancel?.();
  }

  private follow({ problem, waiting, lost }: State): void {
    const { clock } = this.deps;
    if (problem === null) {
      this.cancel?.();
      const { trouble } = this;
      this.trouble = null;
      if (trouble?.told) this.tellOver(trouble);
      return;
    }
    if (this.trouble === null) this.cancel = clock.after(TELL_AFTER_MS, () => void this.tell());
    this.trouble ??= { since: clock.now(), problem, waiting, lost, told: false };
    const most = Math.max(waiting, this.trouble.waiting);
    Object.assign(this.trouble, { problem, waiting: most, lost });
  }

  private async tell(): Promise<void> {
    const { trouble } = this;
    if (trouble === null) return;
    trouble.told = true;
    const { store, events, messenger, saving } = this.deps;
    const { title, hint } = trouble.problem;
    const message = this.message('unsaved', title, `${hint} What breaks meanwhile is told then.`);
    const shown = this.policy.enabled && (await messenger.show(message));
    const delivery = shown ? 'native' : 'inbox_only';
    saving.do(() => events.emit('inbox.added', store.inbox.insert({ ...message, delivery })));
  }

  private tellOver({ since, waiting, lost }: Trouble): void {
    const { store, clock, messenger, saving } = this.deps;
    const lasted = `It lasted ${formatSeconds((clock.now() - since) / 1_000)}.`;
    const saved =
      lost === 0
        ? `All ${formatCount(waiting, 'result')} that waited in memory are saved.`
        : `${formatCount(waiting, 'result')} that waited in memory are saved; ${formatNumber(lost)} older ones did not fit in there and are lost.`;
    const message = this.message('saved', 'Pulse can save again', `${saved} ${lasted}`);
    const { enabled, onResolved } = this.policy;
    const delivery = enabled && onResolved ? 'waiting' : 'inbox_only';
    saving.do(() => messenger.send([store.inbox.insert({ ...message, delivery })]));
  }

  private message(kind: 'unsaved' | 'saved', title: string, body: string): Message {
    const at = this.deps.clock.now();
    return { incidentId: null, kind, at, title, body, delivery: 'waiting', readAt: null };
  }

  private get policy() {
    return this.deps.store.settings.get().notifications;
  }
}
