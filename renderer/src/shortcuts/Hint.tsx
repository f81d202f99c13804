import type { ShortcutId } from './catalogue.ts';
import { Keys } from './Keys.tsx';

/** The keys of a button, for the eye: its name for readers stays its own. */
export const Hint = ({ id }: { id: ShortcutId }) => (
  <span aria-hidden="true">
    <Keys id={id} />
  </span>
);
