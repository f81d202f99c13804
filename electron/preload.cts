import type { Answer, PulseBridge } from '../shared/contract/bridge.ts';
import type { PulseEvent } from '../shared/contract/contract.ts';
import type { MethodName } from '../shared/contract/names.ts';

// `require`, because a sandboxed preload is CommonJS and TypeScript keeps a .cts file to that.
const { contextBridge, ipcRenderer } = require('electron') as typeof import('electron');
const { EVENTS_CHANNEL, methodChannel, methodNames } =
  require('../shared/contract/names.ts') as typeof import('../shared/contract/names.ts');

type Listener = (events: PulseEvent[]) => void;
type Method = (input: unknown) => Promise<Answer>;

const listeners = new Set<Listener>();
/** Batches that came before the page began to listen, such as the click that opened the window. */
const early: PulseEvent[][] = [];

ipcRenderer.on(EVENTS_CHANNEL, (_event, batch: PulseEvent[]) => {
  if (listeners.size === 0) early.push(batch);
  for (const listener of listeners) listener(batch);
});

const onEvents: PulseBridge['onEvents'] = (listener) => {
  listeners.add(listener);
  for (const batch of early.splice(0)) listener(batch);
  return () => {
    listeners.delete(listener);
  };
};

// Named functions only: the page gets neither `ipcRenderer` nor a way to name a channel.
const bridge: Partial<Record<MethodName, Method>> & { onEvents: typeof onEvents } = { onEvents };
for (const name of methodNames) {
  if (!__DEMO__ && name.startsWith('demo.')) continue;
  bridge[name] = (input) => ipcRenderer.invoke(methodChannel(name), input) as Promise<Answer>;
}

contextBridge.exposeInMainWorld('pulse', bridge satisfies Partial<PulseBridge>);
