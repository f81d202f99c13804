import { create } from 'zustand';
import type { AppInfo, Settings } from '../../../shared/domain/settings.ts';
import { setTimeZone } from '../format/time.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';

interface SettingsState {
  load: Load;
  settings: Settings | null;
  info: AppInfo | null;
}

export const useSettings = create<SettingsState>()(() => ({ load: IDLE, settings: null, info: null }));

export async function loadSettings(): Promise<void> {
  useSettings.setState({ load: LOADING });
  try {
    const [settings, info] = await Promise.all([call('settings.get'), call('app.info')]);
    useSettings.setState({ settings, info, load: READY });
  } catch (error) {
    useSettings.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

/** Shows the change at once, and takes it back when it could not be saved. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const before = useSettings.getState().settings;
  if (!before) return;
  useSettings.setState({ settings: { ...before, ...change } });
  try {
    useSettings.setState({ settings: await call('settings.set', { ...before, ...change }) });
  } catch (error) {
    useSettings.setState({ settings: before });
    throw error;
  }
}

export const testNotification = () => call('notifications.test');
export const openTopic = (topic: 'replicas' | 'licence') => call('app.openExternal', { topic });

/** Consent to plain secrets changes what `app.info` says of them. */
export async function allowPlainSecrets(allowed: boolean): Promise<void> {
  await changeSettings({ allowPlainSecrets: allowed });
  useSettings.setState({ info: await call('app.info') });
}

useSettings.subscribe(({ settings }) => setTimeZone(settings?.timeZone ?? 'local'));

onEventBatch((batch) => {
  const settings = payloads(batch, 'settings.changed').at(-1);
  if (settings) useSettings.setState({ settings });
});
