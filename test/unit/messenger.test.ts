import { describe, expect, onTestFinished, test } from 'vitest';
import { EventHub } from '../../electron/engine/events.ts';
import { Messenger } from '../../electron/engine/incidents/messenger.ts';
import type { Message } from '../../shared/domain/incident.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { temporaryFolder } from '../support/store.ts';

const MINUTE = 60_000;

/** A messenger over a store in which so many tables have broken. */
function aMessenger(broken: number, takes = true) {
  const desk = new IncidentDesk(temporaryFolder());
  onTestFinished(() => desk.close());
  for (let n = 0; n < broken; n++) {
    desk.observe(desk.addCheck(desk.addConnection(`replica ${n}`), 'orders'), { bad: true });
    desk.advance(MINUTE);
  }
  const shown: Message[] = [];
  const messenger = new Messenger({
    store: desk.store,
    notifier: {
      show: async (item) => {
        shown.push(item);
        return takes;
      },
    },
    events: new EventHub((error) => {
      throw error;
    }),
    clock: { now: () => desk.now, after: () => () => {} },
  });
  const deliveries = () => desk.store.inbox.list(100).map(({ kind, delivery }) => `${kind} ${delivery}`);
  return { desk, messenger, shown, deliveries };
}

describe('a message', () => {
  test('is handed over in its turn, and it is noted that the desktop took it', async () => {
    const { desk, messenger, shown, deliveries } = aMessenger(2);
    messenger.send(desk.messages);
    await messenger.idle();
    expect(shown).toEqual(desk.messages);
    expect(deliveries()).toEqual(['firing native', 'firing native']);
  });

  test('that the desktop did not take is in the inbox only', async () => {
    const { desk, messenger, deliveries } = aMessenger(1, false);
    messenger.send(desk.messages);
    await messenger.idle();
    expect(deliveries()).toEqual(['firing inbox_only']);
  });
});

test('one that cannot be noted does not keep the later ones from the desktop', async () => {
  const { desk, messenger, shown } = aMessenger(3);
  const setDelivery = desk.store.inbox.setDelivery.bind(desk.store.inbox);
  let calls = 0;
  desk.store.inbox.setDelivery = (id, delivery) => {
    calls += 1;
    if (calls === 1) throw new Error('damaged');
    setDelivery(id, delivery);
  };
  messenger.send(desk.messages);
  await messenger.idle();
  expect(shown).toHaveLength(3);
});

describe('what was not handed over before Pulse was stopped', () => {
  test('is handed over after the start', async () => {
    const { messenger, shown, deliveries } = aMessenger(1);
    messenger.resume();
    await messenger.idle();
    expect(shown).toHaveLength(1);
    expect(deliveries()).toEqual(['firing native']);
  });

  test('is one message, however many they were', async () => {
    const { messenger, shown, deliveries } = aMessenger(7);
    messenger.resume();
    await messenger.idle();
    expect(shown).toMatchObject([{ kind: 'summary', title: '7 messages from before Pulse was stopped' }]);
    expect(shown[0]?.body.split('\n')).toEqual([
      ...Array(5).fill('public.orders: Freshness failed'),
      'and 2 more',
    ]);
    expect(deliveries()).toEqual(['summary native', ...Array(7).fill('firing inbox_only')]);
    messenger.resume();
    await messenger.idle();
    expect(shown).toHaveLength(1);
  });

  test('is no news any more after ten minutes', async () => {
    const { desk, messenger, shown, deliveries } = aMessenger(2);
    desk.now += 11 * MINUTE;
    messenger.resume();
    await messenger.idle();
    expect(shown).toEqual([]);
    expect(deliveries()).toEqual(['firing inbox_only', 'firing inbox_only']);
  });
});
