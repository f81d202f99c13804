import { create } from 'zustand';
import type { ConfigurationPlan, ConfigurationPreview } from '../../../shared/domain/configuration-plan.ts';
import { call } from '../ipc/client.ts';

interface ConfigurationState {
  /** The file that is being imported. Null: none. */
  file: { path: string; text: string } | null;
  /** Whether what the file does not name goes. */
  prune: boolean;
  /** Null while it is compared. */
  preview: ConfigurationPreview | null;
  /** What was applied, once it was. */
  applied: ConfigurationPlan | null;
}

const CLOSED: ConfigurationState = { file: null, prune: false, preview: null, applied: null };

export const useConfiguration = create<ConfigurationState>()(() => CLOSED);

export const closeImport = (): void => useConfiguration.setState(CLOSED);

/** Resolves to where it was saved; null when the user changed their mind. */
export async function exportConfiguration(): Promise<string | null> {
  return (await call('configuration.save'))?.path ?? null;
}

/** Lets the user choose a file and shows what it would change; `again`: reads the same one once more. */
export async function openImport(again = false): Promise<void> {
  const file = await call('configuration.open', { again });
  if (!file) return;
  useConfiguration.setState({ file, preview: null, applied: null });
  await compare();
}

export async function setPrune(prune: boolean): Promise<void> {
  useConfiguration.setState({ prune });
  await compare();
}

/** What the file would change now. Keeps the old difference on screen until the new one is there. */
export async function compare(): Promise<void> {
  const { file, prune } = useConfiguration.getState();
  if (!file) return;
  const preview = await call('configuration.preview', { text: file.text, prune });
  const now = useConfiguration.getState();
  if (now.file === file && now.prune === prune) useConfiguration.setState({ preview });
}

/** Applies exactly what is shown. */
export async function applyImport(): Promise<void> {
  const { file, prune, preview } = useConfiguration.getState();
  if (!file || !preview?.plan) return;
  const { fingerprint } = preview.plan;
  const applied = await call('configuration.apply', { text: file.text, prune, fingerprint });
  useConfiguration.setState({ applied });
}
