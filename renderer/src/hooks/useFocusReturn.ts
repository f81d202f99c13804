import { useEffect } from 'react';

/** What stands on after it was used: of a menu that is gone by then, the button that opened it. */
function lasting(element: Element | null): HTMLElement | null {
  const button = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const found = button ? document.getElementById(button) : element;
  return found instanceof HTMLElement ? found : null;
}

/**
 * Gives the focus back to where it was before a dialog opened, unless it went on elsewhere. The library does that for
 * dialogs that stand on the page before they open, and loses it for those that come with being opened.
 */
export function useFocusReturn(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    const before = lasting(document.activeElement);
    return () => {
      const now = document.activeElement;
      const isLost = now === null || now === document.body || now.closest('[role="dialog"]') !== null;
      if (isLost) before?.focus({ preventScroll: true });
    };
  }, [open]);
}
