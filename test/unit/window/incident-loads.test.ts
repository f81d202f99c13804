import { afterEach, describe, expect, it, vi } from 'vitest';
import { flushEvents, queueEvents } from '../../../renderer/src/ipc/event-queue.ts';
import {
  acknowledgeIncident,
  labelIncident,
  loadIncident,
  noteOnIncident,
  useIncidents,
} from '../../../renderer/src/stores/incidents.ts';
import type { PulseEvent } from '../../../shared/contract/contract.ts';
import { anIncidentView as incident } from '../../support/incident-view.ts';
import { stubBridge } from '../../support/window-bridge.ts';

const changed: PulseEvent = { name: 'incident.changed', payload: incident };
const detail = { incident, timeline: [], query: null, schema: [] };

afterEach(() => {
  vi.unstubAllGlobals();
  useIncidents.setState({ list: [], detailId: null, detail: null });
});

describe('an incident that is open', () => {
  it.each([
    ['acknowledged', () => acknowledgeIncident(7, '')],
    ['noted on', () => noteOnIncident(7, 'Asked the loader.')],
    ['labelled', () => labelIncident(7, 'expected')],
  ])('is read once when it is %s, whether the answer or the news comes first', async (_, act) => {
    for (const newsFirst of [true, false]) {
      const tell = () => {
        queueEvents([changed]);
        return incident;
      };
      const answer = newsFirst ? tell : () => incident;
      const { called } = stubBridge({
        'incidents.get': () => detail,
        'incidents.acknowledge': answer,
        'incidents.note': answer,
        'incidents.label': answer,
      });
      await loadIncident(7);
      called.length = 0;
      await act();
      if (!newsFirst) queueEvents([changed]);
      flushEvents();
      await vi.waitFor(() => expect(called).toContain('incidents.get'));
      expect(called.filter((name) => name === 'incidents.get')).toHaveLength(1);
    }
  });
});

it('is not read when it is acknowledged in the list', async () => {
  const { called } = stubBridge({ 'incidents.acknowledge': () => incident, 'incidents.get': () => detail });
  await acknowledgeIncident(7, '');
  queueEvents([changed]);
  flushEvents();
  expect(called).toEqual(['incidents.acknowledge']);
});
