import type { ReplicaApi, Statement } from './api.ts';

/** The same replica, for what the user asked for by hand and waits for. */
export function byHand(replica: ReplicaApi): ReplicaApi {
  return {
    get facts() {
      return replica.facts;
    },
    probe: () => replica.probe(),
    query: (statement: Statement) => replica.query({ ...statement, byHand: true }),
    running: () => replica.running(),
    cancel: (runningId) => replica.cancel(runningId),
    close: () => replica.close(),
  };
}
