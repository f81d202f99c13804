import { create } from 'zustand';
import type { OverviewView } from '../../../shared/domain/settings.ts';
import type { Health } from '../../../shared/domain/status.ts';
import { changeSettings, useSettings } from './settings.ts';

interface OverviewState {
  search: string;
  /** The one health that is shown, or all. */
  shown: Health | 'all';
}

/** What the overview is narrowed to. It stays while one looks into a table and comes back. */
export const useOverview = create<OverviewState>()(() => ({ search: '', shown: 'all' }));

export const searchTables = (search: string): void => useOverview.setState({ search });
export const showHealth = (shown: Health | 'all'): void => useOverview.setState({ shown });

/** Shows the tables of a saved view, grouped as they were when it was saved. */
export async function showView({ search, health, groupBy }: OverviewView): Promise<void> {
  useOverview.setState({ search, shown: health });
  const { settings } = useSettings.getState();
  if (settings) await changeSettings({ overview: { ...settings.overview, groupBy } });
}

/** Keeps what is shown under a name, in the place of a view of the same name. */
export async function saveView(name: string): Promise<void> {
  const { settings } = useSettings.getState();
  if (!settings) return;
  const { overview } = settings;
  const { search, shown } = useOverview.getState();
  const view: OverviewView = { name, search, health: shown, groupBy: overview.groupBy };
  const views = [...overview.views.filter((each) => each.name !== name), view];
  await changeSettings({ overview: { ...overview, views } });
}

export async function removeView(name: string): Promise<void> {
  const { settings } = useSettings.getState();
  if (!settings) return;
  const { overview } = settings;
  const views = overview.views.filter((each) => each.name !== name);
  await changeSettings({ overview: { ...overview, views } });
}
