import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { aroundFirstPaint, drawFirst, type FirstPaint } from './first-paint.ts';
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

/**
 * Answers a request for one of the page's files. `firstPaint` is asked when it is the page itself, whose beginning is
 * given out before: the window takes it in while the answer is looked up.
 */
export async function servePageFile(
  root: string,
  method: string,
  url: string,
  nonce: string,
  firstPaint?: () => Promise<FirstPaint>,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, nonce);
  const file = pageFile(root, url);
  if (file === null) return refusal(403, nonce);
  try {
    const content = await readFile(file);
    return pageResponse(content, mimeType(file), nonce, null, firstPaint);
  } catch {
    return refusal(404, nonce);
  }
}

const NOTHING_YET: FirstPaint = { dark: false, answer: null };

/** Wraps content in our headers, and gives a page its nonce and what it shows at first. */
export function pageResponse(
  content: Buffer,
  type: string,
  nonce: string,
  devServer: string | null,
  firstPaint: () => Promise<FirstPaint> = async () => NOTHING_YET,
): Response {
  const body = type.startsWith('text/html')
    ? pageBody(content.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce), firstPaint)
    : new Uint8Array(content);
  return new Response(body, { headers: pageHeaders(type, nonce, devServer) });
}

function pageBody(page: string, firstPaint: () => Promise<FirstPaint>): ReadableStream<Uint8Array> {
  const [before, after] = aroundFirstPaint(page);
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (body) => body.enqueue(encoder.encode(before)),
    pull: async (body) => {
      // A page without the answer is better than none.
      const first = await firstPaint().catch(() => NOTHING_YET);
      body.enqueue(encoder.encode(drawFirst(first) + after));
      body.close();
    },
  });
}

function refusal(status: number, nonce: string): Response {
  return new Response(null, { status, headers: pageHeaders('text/plain; charset=utf-8', nonce, null) });
}
