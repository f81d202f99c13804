import { extname } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** MIME type by file name. With `nosniff` a wrong one is refused by the browser, so an unknown one is only bytes. */
export function mimeType(path: string): string {
  return types[extname(path).toLowerCase()] ?? 'application/octet-stream';
}

/**
 * The page may load what it came with, and nothing else. The window never talks to the network: every query runs
 * in the main process.
 *
 * The component library writes `<style>` elements at run time. They carry the nonce of this one page load (see
 * `NONCE_PLACEHOLDER`), so `'unsafe-inline'` is not needed even for styles.
 */
export function contentSecurityPolicy(nonce: string, devServer: string | null): string {
  const connect = devServer === null ? '' : ` ${devServer.replace(/^http/, 'ws')}`;
  // The dev server's live reload starts from an inline script; the bundler gives it the nonce as well.
  const script = devServer === null ? '' : ` 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src 'self'${script}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${connect}`,
    // While its server restarts, live reload waits in a worker.
    ...(devServer === null ? [] : ['worker-src blob:']),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The bundler writes this where a nonce belongs; each time the page is served it becomes a fresh one. */
export const NONCE_PLACEHOLDER = '__PULSE_CSP_NONCE__';

/** Headers of every answer. */
export function pageHeaders(type: string, nonce: string, devServer: string | null): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': contentSecurityPolicy(nonce, devServer),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
    'Cache-Control': 'no-store',
  };
}
