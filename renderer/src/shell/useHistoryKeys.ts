import { useEffect } from 'react';
import { back, forward } from '../stores/navigation.ts';

/** Back and forward as every desktop does it: Alt+arrows, ⌘[ and ⌘], and the mouse's side buttons. */
export function useHistoryKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if ((event.altKey && event.key === 'ArrowLeft' && !typing) || (event.metaKey && event.key === '[')) {
        event.preventDefault();
        back();
      }
      if ((event.altKey && event.key === 'ArrowRight' && !typing) || (event.metaKey && event.key === ']')) {
        event.preventDefault();
        forward();
      }
    };
    const onMouse = (event: MouseEvent) => {
      if (event.button === 3) back();
      if (event.button === 4) forward();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('mouseup', onMouse);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('mouseup', onMouse);
    };
  }, []);
}
