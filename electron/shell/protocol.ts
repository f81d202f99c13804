import { randomBytes } from 'node:crypto';
import { net, protocol } from 'electron';
import type { FirstPaint } from './first-paint.ts';
import { APP_SCHEME, PAGE_URL } from './page.ts';
import { pageResponse, servePageFile } from './page-files.ts';

/** Must run before Electron is ready. */
export function announceScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/**
 * Serves the page from `folder`; while developing from `devServer`, under the same address and nearly the same policy.
 * `firstPaint` is asked for each page; all else that a page asks for waits for `onFile`.
 */
export function servePage(
  folder: string,
  devServer: string | null,
  { firstPaint, onFile }: { firstPaint(): Promise<FirstPaint>; onFile(url: string): Promise<void> },
): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const nonce = randomBytes(16).toString('base64');
    if (request.url !== PAGE_URL) await onFile(request.url);
    if (__DEV_SERVER__ && devServer !== null) return proxyToDevServer(request, devServer, nonce);
    return servePageFile(folder, request.method, request.url, nonce, firstPaint);
  });
}

async function proxyToDevServer(request: Request, devServer: string, nonce: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const answer = await net.fetch(new URL(pathname + search, devServer).href, {
    bypassCustomProtocolHandlers: true,
  });
  const type = answer.headers.get('content-type') ?? 'application/octet-stream';
  return pageResponse(Buffer.from(await answer.arrayBuffer()), type, nonce, devServer);
}
