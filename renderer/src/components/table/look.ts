import { ListLook, type ListName } from '../../../../shared/domain/settings.ts';
import { doQuietly } from '../../stores/notice.ts';
import { changeSettings, useSettings } from '../../stores/settings.ts';

export const AS_IT_IS = ListLook.parse({});

/** How the columns of a list were left. */
export const lookOf = (list: ListName): ListLook => useSettings.getState().settings?.lists[list] ?? AS_IT_IS;

/** Changes how the columns of a list are, for the next time as well. */
export function keepLook(list: ListName, change: Partial<ListLook>): Promise<unknown> {
  const lists = useSettings.getState().settings?.lists;
  return doQuietly(() => changeSettings({ lists: { ...lists, [list]: { ...lookOf(list), ...change } } }));
}
