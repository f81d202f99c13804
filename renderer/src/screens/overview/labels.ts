import type { LabelChange, TableLabels } from '../../../../shared/domain/labels.ts';

export interface SharedLabels {
  /** Tags that all of the tables have. */
  tags: string[];
  /** Null when nobody, or not everybody the same, looks after them. */
  owner: string | null;
  /** They have different owners. */
  mixed: boolean;
}

/** What several tables have in common. */
export function sharedLabels(tables: readonly TableLabels[]): SharedLabels {
  const [first, ...rest] = tables;
  if (!first) return { tags: [], owner: null, mixed: false };
  const mixed = rest.some(({ owner }) => owner !== first.owner);
  return {
    tags: first.tags.filter((tag) => rest.every(({ tags }) => tags.includes(tag))),
    owner: mixed ? null : first.owner,
    mixed,
  };
}

/** What was changed in the form: nothing else may change, least of all owners that were not shown. */
export function changeOf(before: SharedLabels, tags: readonly string[], owner: string): LabelChange {
  const named = owner.trim() === '' ? null : owner.trim();
  return {
    addTags: tags.filter((tag) => !before.tags.includes(tag)),
    removeTags: before.tags.filter((tag) => !tags.includes(tag)),
    ...(named === before.owner ? {} : { owner: named }),
  };
}
