import { z } from 'zod';

const Tag = z.string().trim().min(1, 'A tag needs a letter.').max(60, 'A tag has at most 60 letters.');

/** What the user calls a table by, besides its name. */
export const TableLabels = z.object({
  /** Who looks after it. */
  owner: z.string().trim().min(1).max(120).nullable(),
  /** Sorted, each once. */
  tags: z.array(Tag).max(20, 'At most 20 tags.'),
});
export type TableLabels = z.infer<typeof TableLabels>;

/** A change of the labels of several tables: what it does not name stays. */
export const LabelChange = z.object({
  /** Left out: stays as it is. Null: nobody. */
  owner: TableLabels.shape.owner.optional(),
  addTags: z.array(Tag).max(20).default([]),
  removeTags: z.array(z.string()).default([]),
});
export type LabelChange = z.infer<typeof LabelChange>;
