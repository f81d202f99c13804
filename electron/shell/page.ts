/** Where the window's page lives. A scheme of our own: `file:` would let the page read the disk. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'pulse';
export const PAGE_URL = `${APP_SCHEME}://${APP_HOST}/`;

/** Whether a frame shows our own page. A custom scheme has no `origin` in Node's URL, so its parts are compared. */
export function isOwnPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === '';
}
