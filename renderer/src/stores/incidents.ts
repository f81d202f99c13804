import { create } from 'zustand';
import type { IncidentLabel, IncidentView } from '../../../shared/domain/incident.ts';
import type { ChangeAround, IncidentDetail } from '../../../shared/domain/incident-detail.ts';
import type { Loudness } from '../../../shared/domain/loudness.ts';
import { announcementOf } from '../format/announcement.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { applyChanges, IDLE, LOADING, type Load, READY, upsert } from './load.ts';
import { countBoxes, type Mailbox, mailboxOf } from './mailbox.ts';
import { go } from './navigation.ts';

interface IncidentsState {
  load: Load;
  list: readonly IncidentView[];
  /** The mailbox that the list shows. */
  shown: Mailbox;
  /** The row that the keyboard acts on, or acted on last. */
  cursor: number | null;
  /** The rows of the list from which an incident was opened: the way to the next one. */
  order: readonly number[];
  detailId: number | null;
  detail: IncidentDetail | null;
  detailLoad: Load;
  /** Said once by the live region: the newest incident that started firing while the window was open. */
  announcement: string;
}

export const useIncidents = create<IncidentsState>()(() => ({
  load: IDLE,
  list: [],
  shown: 'open',
  cursor: null,
  order: [],
  detailId: null,
  detail: null,
  detailLoad: IDLE,
  announcement: '',
}));

const MOST_LISTED = 500;

/** One for each cause: what is folded under another incident is part of that one. */
export const onTheirOwn = (list: readonly IncidentView[]): IncidentView[] =>
  list.filter((incident) => incident.parentId === null);

/** How many wait for somebody: neither acknowledged nor silenced. */
export const openCount = (state: IncidentsState): number => countBoxes(onTheirOwn(state.list)).open;

export async function loadIncidents(): Promise<void> {
  useIncidents.setState({ load: LOADING });
  try {
    // Asked apart, so that a long past never pushes what is open out of the answer.
    const [open, resolved] = await Promise.all([
      call('incidents.list', { states: ['pending', 'firing'], limit: MOST_LISTED }),
      call('incidents.list', { states: ['resolved'], limit: MOST_LISTED }),
    ]);
    useIncidents.setState({ list: [...open, ...resolved], load: READY });
  } catch (error) {
    useIncidents.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export const showIncidents = (shown: Mailbox): void => useIncidents.setState({ shown, cursor: null });

/** Shows the mailbox of an incident that is opened, unless the one that is shown holds it already. */
export function followIncident(id: number): void {
  const incident = useIncidents.getState().list.find((each) => each.id === id);
  if (incident && incident.parentId === null) useIncidents.setState({ shown: mailboxOf(incident) });
}

export function moveCursor(cursor: number | null): void {
  if (useIncidents.getState().cursor !== cursor) useIncidents.setState({ cursor });
}

/** Opens one out of a list. */
export function openIncident(id: number, order: readonly number[]): void {
  useIncidents.setState({ cursor: id, order });
  go({ screen: 'incident', id });
}

export async function loadIncident(id: number): Promise<void> {
  const same = useIncidents.getState().detailId === id;
  useIncidents.setState(same ? {} : { detailId: id, detail: null, detailLoad: LOADING });
  try {
    const detail = await call('incidents.get', { id });
    if (useIncidents.getState().detailId === id) useIncidents.setState({ detail, detailLoad: READY });
  } catch (error) {
    if (useIncidents.getState().detailId !== id) return;
    useIncidents.setState({ detailLoad: { phase: 'failed', problem: toProblem(error) } });
  }
}

/** The one that is open is read again by the news of its change, as it is whoever changes it. */
export async function acknowledgeIncident(id: number, note: string): Promise<void> {
  const incident = await call('incidents.acknowledge', { id, note });
  useIncidents.setState((state) => ({ list: upsert(state.list, incident) }));
}

/** Leaves it as it is, but for its timeline. */
export async function noteOnIncident(id: number, note: string): Promise<void> {
  await call('incidents.note', { id, note });
}

export async function labelIncident(id: number, label: IncidentLabel | null): Promise<void> {
  const incident = await call('incidents.label', { id, label });
  useIncidents.setState((state) => ({ list: upsert(state.list, incident) }));
}

/** Sentences, oldest first; the last says what to expect now. */
export const explainIncident = (id: number): Promise<string[]> => call('incidents.explain', { id });

/** What was loud in the last seven days. */
export const loudThisWeek = (): Promise<Loudness> => call('incidents.loud');

/** What else changed within half an hour of its beginning, oldest first. */
export const changesAround = (id: number): Promise<ChangeAround[]> => call('incidents.around', { id });

onEventBatch((batch) => {
  const changed = payloads(batch, 'incident.changed');
  if (changed.length === 0) return;
  const { list, detailId, load } = useIncidents.getState();
  const known = new Map(list.map((incident) => [incident.id, incident.state]));
  const started = changed.filter((item) => item.state === 'firing' && known.get(item.id) !== 'firing');
  // Until the list is known, all of it would be new.
  const announcement = load.phase === 'ready' ? announcementOf(started) : '';
  useIncidents.setState({
    list: applyChanges(list, changed, []),
    ...(announcement === '' ? {} : { announcement }),
  });
  if (detailId !== null && changed.some((item) => item.id === detailId)) void loadIncident(detailId);
});
