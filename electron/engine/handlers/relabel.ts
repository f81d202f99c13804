import { type LabelChange, TableLabels } from '../../../shared/domain/labels.ts';
import { ProblemError } from '../problem.ts';

/** The labels after a change of them. Throws a `ProblemError` when that would be more tags than a table can have. */
export function relabelled(before: TableLabels, { owner, addTags, removeTags }: LabelChange): TableLabels {
  const tags = [...before.tags.filter((tag) => !removeTags.includes(tag)), ...addTags];
  const after = TableLabels.safeParse({
    owner: owner === undefined ? before.owner : owner,
    tags: [...new Set(tags)],
  });
  if (after.success) return after.data;
  throw new ProblemError({
    code: 'too_many_tags',
    title: 'A table can have at most 20 tags.',
    hint: 'Remove some of its tags first.',
  });
}
