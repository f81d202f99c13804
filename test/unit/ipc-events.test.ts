import { describe, expect, test } from 'vitest';
import { collapse, EventBatcher } from '../../electron/ipc/events.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';
import { Settings } from '../../shared/domain/settings.ts';
import { anIncidentView } from '../support/incident-view.ts';

const removed = (id: number): PulseEvent => ({ name: 'table.removed', payload: { id } });
const changed = (id: number, sentence: string) =>
  ({ name: 'table.changed', payload: { id, sentence } }) as unknown as PulseEvent;
const theme = (value: Settings['theme']): PulseEvent => ({
  name: 'settings.changed',
  payload: { ...Settings.parse({}), theme: value },
});
const incidentChanged: PulseEvent = { name: 'incident.changed', payload: anIncidentView };
const noWebhooks: PulseEvent = { name: 'webhooks.changed', payload: [] };
const navigate: PulseEvent = { name: 'navigate', payload: { to: 'overview' } };

describe('collapsing a batch', () => {
  test('keeps the last of several changes of one thing, in the order of what stays', () => {
    const batch = [changed(1, 'a'), changed(2, 'b'), removed(3), changed(1, 'c')];
    expect(collapse(batch)).toEqual([changed(2, 'b'), removed(3), changed(1, 'c')]);
  });

  test('keeps events that stand for themselves', () => {
    expect(collapse([removed(1), removed(1), navigate, navigate])).toHaveLength(4);
  });

  test('does not mistake one kind of thing for another with the same id', () => {
    const connection = { name: 'connection.changed', payload: { id: 1 } } as unknown as PulseEvent;
    expect(collapse([changed(1, 'a'), connection])).toHaveLength(2);
  });
});

describe('the batcher', () => {
  function batcher() {
    const sent: PulseEvent[][] = [];
    const page = { crashed: false };
    const errors: string[] = [];
    let now = 0;
    let due: { ms: number; callback: () => void } | null = null;
    const quiet = () => {};
    const events = new EventBatcher({
      clock: {
        now: () => now,
        after: (ms, callback) => {
          due = { ms, callback };
          return () => {
            due = null;
          };
        },
      },
      log: { debug: quiet, info: quiet, warn: quiet, error: (_fields, message) => void errors.push(message) },
      send: (batch) => !page.crashed && sent.push(batch) > 0,
    });
    const pass = (ms: number) => {
      now += ms;
    };
    return { events, sent, page, errors, pass, waits: () => due?.ms ?? null, tick: () => due?.callback() };
  }

  test('tells of a check as it was: its statement is made when it is read, and the store may be closed by then', () => {
    const { events, sent, errors, tick } = batcher();
    let isClosed = false;
    const payload = {
      id: 1,
      get sql() {
        if (isClosed) throw new Error('The store is closed.');
        return null;
      },
    };
    events.push({ name: 'check.changed', payload } as unknown as PulseEvent);
    isClosed = true;
    tick();
    // This one has not all that the contract wants of a check.
    expect([sent, errors]).toEqual([[], ['an event broke the contract']]);
  });

  test('tells of lists as lists', () => {
    const { events, sent, errors, tick } = batcher();
    events.push(noWebhooks);
    tick();
    expect([sent, errors]).toEqual([[[noWebhooks]], []]);
  });

  test('sends a burst as one batch', () => {
    const { events, sent, tick } = batcher();
    events.push(removed(1));
    events.push(theme('dark'));
    events.push(theme('light'));
    expect(sent).toEqual([]);
    tick();
    expect(sent).toEqual([[removed(1), theme('light')]]);
    tick();
    expect(sent).toHaveLength(1);
  });

  test('does not let a click wait, and keeps the order', () => {
    const { events, sent, tick } = batcher();
    events.flush();
    events.push(removed(1));
    events.push(navigate);
    expect(sent).toEqual([[removed(1), navigate]]);
    tick();
    expect(sent).toHaveLength(1);
  });

  test('keeps where to go until the page listens, the last place of several', () => {
    const { events, sent } = batcher();
    const incident: PulseEvent = { name: 'navigate', payload: { to: 'incident', id: 7 } };
    events.push(navigate);
    events.push(incident);
    expect(sent).toEqual([]);
    events.flush();
    expect(sent).toEqual([[incident]]);
    events.pageIsNew();
    events.push(navigate);
    expect(sent).toHaveLength(1);
    events.flush();
    events.flush();
    expect(sent).toEqual([[incident], [navigate]]);
  });

  test('keeps where to go for the page that is read, though one before it gets its answer meanwhile', () => {
    const { events, sent } = batcher();
    const tellFirst = events.asked();
    tellFirst();
    const answerLate = events.asked();
    events.pageIsNew();
    events.push(navigate);
    answerLate();
    expect(sent).toEqual([]);
    events.asked()();
    expect(sent).toEqual([[navigate]]);
  });

  test('keeps where to go when the page has crashed unnoticed, until another one asks', () => {
    const { events, sent, page } = batcher();
    events.asked()();
    const answerLate = events.asked();
    page.crashed = true;
    events.push(removed(1));
    events.push(navigate);
    page.crashed = false;
    answerLate();
    expect(sent).toEqual([]);
    events.asked()();
    expect(sent).toEqual([[navigate]]);
  });

  test('gathers for longer while the window only looks on', () => {
    const { events, sent, pass, waits, tick } = batcher();
    events.push(removed(1));
    expect(waits()).toBe(2_000);
    events.flush();
    events.push(removed(2));
    expect(waits()).toBe(80);
    tick();
    pass(5_000);
    events.push(removed(3));
    expect(waits()).toBe(2_000);
    expect(sent).toEqual([[removed(1)], [removed(2)]]);
  });

  test('does not let an incident wait for that, and sends what came before it as well', () => {
    const { events, sent, waits, tick } = batcher();
    events.push(removed(1));
    expect(waits()).toBe(2_000);
    events.push(incidentChanged);
    expect(waits()).toBe(80);
    events.push(removed(2));
    expect(waits()).toBe(80);
    tick();
    expect(sent).toEqual([[removed(1), incidentChanged, removed(2)]]);
  });

  test('drops and logs an event that breaks the contract, and sends the others', () => {
    const { events, sent, errors } = batcher();
    events.push(changed(1, 'lacks nearly everything'));
    events.push(removed(2));
    events.flush();
    expect(sent).toEqual([[removed(2)]]);
    expect(errors).toHaveLength(1);
  });

  test('sends what the contract names and nothing else, since the page does not look again', () => {
    const { events, sent } = batcher();
    events.push({ name: 'table.removed', payload: { id: 1, password: 'hunter2' } } as unknown as PulseEvent);
    events.flush();
    expect(sent).toEqual([[removed(1)]]);
  });

  test('sends nothing when there is nothing', () => {
    const { events, sent } = batcher();
    events.flush();
    expect(sent).toEqual([]);
  });
});
