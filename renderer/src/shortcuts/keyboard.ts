import { onMac, type ShortcutId } from './catalogue.ts';
import { match } from './match.ts';

/** How long the second key of a pair may take. */
const PAIR_MS = 1_500;

/** The newest binding of a shortcut wins: a screen may take over what the window does elsewhere. */
const bindings = new Map<ShortcutId, (() => void)[]>();
let pending: { key: string; at: number } | null = null;

/** Runs `action` on the shortcut until the answer is called. */
export function bind(id: ShortcutId, action: () => void): () => void {
  const stack = bindings.get(id) ?? [];
  bindings.set(id, [...stack, action]);
  return () => {
    const rest = (bindings.get(id) ?? []).filter((each) => each !== action);
    if (rest.length > 0) bindings.set(id, rest);
    else bindings.delete(id);
  };
}

/** Listens to the whole window. Returns what ends it. */
export function listenToKeys(): () => void {
  // Looked at before anybody acts on the key: the Escape that closes a dialog is the dialog's, though it is gone then.
  let ours: KeyboardEvent | null = null;
  const look = (event: KeyboardEvent) => {
    ours = mayHear(event) ? event : null;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    const before = pending && event.timeStamp - pending.at < PAIR_MS ? pending.key : null;
    pending = null;
    if (ours !== event) return;
    const found = match(event, before, bindings.keys(), onMac());
    if (found.pending !== null) pending = { key: found.pending, at: event.timeStamp };
    const action = found.id === null ? undefined : bindings.get(found.id)?.at(-1);
    if (!action) return;
    event.preventDefault();
    action();
  };
  window.addEventListener('keydown', look, { capture: true });
  window.addEventListener('keydown', onKey);
  return () => {
    window.removeEventListener('keydown', look, { capture: true });
    window.removeEventListener('keydown', onKey);
  };
}

/** What is written into a field is no command, and neither is what a dialog or a menu hears. */
function mayHear(event: KeyboardEvent): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]')) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  if (target.closest('[role="menu"], [role="listbox"]')) return false;
  const writes =
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    // The field of a list that drops down takes no letters.
    (target instanceof HTMLInputElement &&
      !target.readOnly &&
      !['checkbox', 'radio', 'button'].includes(target.type));
  return !writes || event.ctrlKey || event.metaKey;
}
