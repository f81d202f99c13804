import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { APP_HOST } from './page.ts';
import { mimeType, NONCE_PLACEHOLDER, pageHeaders } from './page-headers.ts';

/** The file under `root` that a URL of our page names; null when it names anything outside of it. */
export function pageFile(root: string, url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { host, pathname } = new URL(url);
  if (host !== APP_HOST) return null;
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  // A backslash is a separator on Windows, a NUL ends a path for the system, and a colon names a drive or a stream.
  if (/[\\\0:]/.test(path)) return null;
  const folder = resolve(root);
  const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
  return file.startsWith(folder + sep) ? file : null;
}

/** Answers a request for one of the page's files. */
export async function servePageFile(
  root: string,
  method: string,
  url: string,
  nonce: string,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, nonce);
  const file = pageFile(root, url);
  if (file === null) return refusal(403, nonce);
  try {
    const content = await readFile(file);
    return pageResponse(content, mimeType(file), nonce, null);
  } catch {
    return refusal(404, nonce);
  }
}

/** Wraps content in our headers, and gives a page its nonce. */
export function pageResponse(
  content: Buffer,
  type: string,
  nonce: string,
  devServer: string | null,
): Response {
  const body = type.startsWith('text/html')
    ? content.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce)
    : new Uint8Array(content);
  return new Response(body, { headers: pageHeaders(type, nonce, devServer) });
}

function refusal(status: number, nonce: string): Response {
  return new Response(null, { status, headers: pageHeaders('text/plain; charset=utf-8', nonce, null) });
}
