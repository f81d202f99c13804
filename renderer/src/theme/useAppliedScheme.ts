import { useSyncExternalStore } from 'react';

const ATTRIBUTE = 'data-mantine-color-scheme';

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: [ATTRIBUTE] });
  return () => observer.disconnect();
}

/**
 * The colour scheme whose tokens are in force. Mantine's own hook tells of a new one before it stands on the page, so
 * that whoever reads tokens then gets those of the old one.
 */
export function useAppliedScheme(): string | null {
  return useSyncExternalStore(subscribe, () => document.documentElement.getAttribute(ATTRIBUTE));
}
