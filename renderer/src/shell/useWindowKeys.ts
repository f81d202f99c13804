import { useEffect } from 'react';
import { listenToKeys } from '../shortcuts/keyboard.ts';
import { useShortcuts } from '../shortcuts/useShortcuts.ts';
import { setInboxOpen } from '../stores/inbox.ts';
import { back, forward, go } from '../stores/navigation.ts';
import { showShortcuts } from '../stores/overlays.ts';

/** The shortcuts that lead everywhere, and the mouse's side buttons. */
export function useWindowKeys(): void {
  useShortcuts({
    'history.back': back,
    'history.forward': forward,
    'go.overview': () => go({ screen: 'overview' }),
    'go.incidents': () => go({ screen: 'incidents' }),
    'go.connections': () => go({ screen: 'connections' }),
    'go.queries': () => go({ screen: 'queries', connectionId: null }),
    'go.history': () => go({ screen: 'history' }),
    'go.help': () => go({ screen: 'help' }),
    'go.settings': () => go({ screen: 'settings' }),
    'go.inbox': () => setInboxOpen(true),
    'help.shortcuts': () => showShortcuts(true),
  });
  useEffect(() => {
    const onMouse = (event: MouseEvent) => {
      if (event.button === 3) back();
      if (event.button === 4) forward();
    };
    const end = listenToKeys();
    window.addEventListener('mouseup', onMouse);
    return () => {
      end();
      window.removeEventListener('mouseup', onMouse);
    };
  }, []);
}
