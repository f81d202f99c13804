import { useMemo } from 'react';
import type { ListName } from '../../../../shared/domain/settings.ts';
import { useSettings } from '../../stores/settings.ts';
import { arranged } from './arrange.ts';
import type { Column } from './columns.ts';
import { AS_IT_IS } from './look.ts';

/** A list's columns as its user wants them. */
export function useArranged<T>(list: ListName, columns: readonly Column<T>[]): readonly Column<T>[] {
  const look = useSettings((state) => state.settings?.lists[list] ?? AS_IT_IS);
  return useMemo(() => arranged(columns, look), [columns, look]);
}
