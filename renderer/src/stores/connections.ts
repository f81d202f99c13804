import { create } from 'zustand';
import type {
  ConnectionInput,
  ConnectionTest,
  ConnectionTestStep,
  ConnectionView,
  PastedConnection,
} from '../../../shared/domain/connection.ts';
import { call } from '../ipc/client.ts';
import { newsIs, onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { applyChanges, IDLE, LOADING, type Load, READY, upsert } from './load.ts';

interface ConnectionsState {
  load: Load;
  list: readonly ConnectionView[];
}

export const useConnections = create<ConnectionsState>()(() => ({ load: IDLE, list: [] }));

const put = (connection: ConnectionView): ConnectionView => {
  useConnections.setState((state) => ({ list: upsert(state.list, connection) }));
  return connection;
};

export async function loadConnections(): Promise<void> {
  useConnections.setState({ load: LOADING });
  try {
    const list = await call('connections.list');
    useConnections.setState({ list, load: READY });
  } catch (error) {
    useConnections.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export const parseConnection = (url: string): Promise<PastedConnection> => call('connections.parse', { url });

let testRuns = 0;

/** `onStep` hears each answer as soon as it is there. */
export async function testConnection(
  id: number | null,
  connection: ConnectionInput,
  onStep: (step: ConnectionTestStep) => void,
): Promise<ConnectionTest> {
  testRuns += 1;
  const run = testRuns;
  const end = onEventBatch((batch) => {
    for (const told of payloads(batch, 'connection.tested')) if (told.run === run) onStep(told.step);
  });
  try {
    return await call('connections.test', { id, connection, run });
  } finally {
    end();
  }
}

export const createConnection = async (input: ConnectionInput): Promise<ConnectionView> =>
  put(await call('connections.create', input));

export const updateConnection = async (id: number, connection: ConnectionInput): Promise<ConnectionView> =>
  put(await call('connections.update', { id, connection }));

export const setConnectionPaused = async (id: number, paused: boolean): Promise<ConnectionView> =>
  put(await call('connections.setPaused', { id, paused }));

export async function removeConnection(id: number): Promise<void> {
  await call('connections.remove', { id });
  useConnections.setState((state) => ({ list: state.list.filter((item) => item.id !== id) }));
}

export const pickCaFile = (): Promise<string | null> => call('connections.pickCaFile');

newsIs(({ name, payload }) => {
  if (name !== 'connection.changed') return false;
  return useConnections.getState().list.find(({ id }) => id === payload.id)?.status !== payload.status;
});

onEventBatch((batch) => {
  const changed = payloads(batch, 'connection.changed');
  const removed = payloads(batch, 'connection.removed').map((gone) => gone.id);
  if (changed.length + removed.length === 0) return;
  useConnections.setState((state) => ({ list: applyChanges(state.list, changed, removed) }));
});
