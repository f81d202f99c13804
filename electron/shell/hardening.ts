import { app, type Session, type WebContents } from 'electron';
import type { Logger } from '../engine/ports.ts';
import { isOwnPage } from './page.ts';

/** Copying text to the clipboard, with a click behind it, is all that the page may do beyond drawing itself. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/** Electron grants everything unless it is told otherwise. This tells it otherwise, for all that is ever created. */
export function hardenContents(log: Logger): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (what: string) => (event: { preventDefault(): void; url?: string }) => {
      // Live reload is a navigation to the page itself.
      if (__DEV_SERVER__ && event.url !== undefined && isOwnPage(event.url)) return;
      event.preventDefault();
      log.warn({ what }, 'refused something the page tried');
    };
    contents.on('will-navigate', refuse('navigation'));
    contents.on('will-redirect', refuse('redirect'));
    contents.on('will-frame-navigate', refuse('frame navigation'));
    contents.on('will-attach-webview', refuse('webview'));
    contents.setWindowOpenHandler(() => {
      log.warn({ what: 'window.open' }, 'refused something the page tried');
      return { action: 'deny' };
    });
  });
}

/** Denies permissions, devices, downloads and every request that leaves the app. `devServer` is the one exception. */
export function hardenSession(session: Session, devServer: string | null, log: Logger): void {
  const mayUse = (contents: WebContents | null, permission: string, url: string): boolean =>
    permission === ALLOWED_PERMISSION && contents !== null && isOwnPage(url);

  session.setPermissionRequestHandler((contents, permission, decide, details) => {
    const allowed = details.isMainFrame && mayUse(contents, permission, details.requestingUrl);
    if (!allowed) log.warn({ permission }, 'refused a permission');
    decide(allowed);
  });
  session.setPermissionCheckHandler((contents, permission, origin) => mayUse(contents, permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.on('will-download', (event) => event.preventDefault());
  // Its dictionaries come from the network.
  session.setSpellCheckerEnabled(false);

  const networkSchemes = {
    urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'],
  };
  session.webRequest.onBeforeRequest(networkSchemes, ({ url }, decide) => {
    const fromDevServer =
      __DEV_SERVER__ && devServer !== null && new URL(url).host === new URL(devServer).host;
    if (!fromDevServer) log.warn({ scheme: url.split(':', 1)[0] }, 'refused a request that leaves the app');
    decide({ cancel: !fromDevServer });
  });
}
