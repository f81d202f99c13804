import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FirstPaint } from '../../electron/shell/first-paint.ts';
import { isOwnPage } from '../../electron/shell/page.ts';
import { pageFile, servePageFile } from '../../electron/shell/page-files.ts';
import { contentSecurityPolicy, mimeType, NONCE_PLACEHOLDER } from '../../electron/shell/page-headers.ts';

let root: string;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-page-'));
  root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'index.html'), `<meta nonce="${NONCE_PLACEHOLDER}">`);
  writeFileSync(join(root, 'assets/app.js'), `const kept = '${NONCE_PLACEHOLDER}';`);
});
afterAll(() => rmSync(join(root, '..'), { recursive: true, force: true }));

describe('our own page', () => {
  test.each(['app://pulse/', 'app://pulse/index.html#/tables'])('is %s', (url) => {
    expect(isOwnPage(url)).toBe(true);
  });
  test.each([
    'app://pulse.evil/',
    'app://evil/pulse',
    'apps://pulse/',
    'https://pulse/',
    'file:///pulse',
    'app://user@pulse/',
    'about:blank',
    '',
    'pulse',
  ])('is not %s', (url) => {
    expect(isOwnPage(url)).toBe(false);
  });
});

describe('the files of the page', () => {
  test('are found under the root', () => {
    expect(pageFile('/root', 'app://pulse/')).toBe(join('/root', 'index.html'));
    expect(pageFile('/root', 'app://pulse/assets/app.js?v=1')).toBe(join('/root', 'assets/app.js'));
  });

  test.each([
    'app://pulse/../secret.txt',
    'app://pulse/..%2fsecret.txt',
    'app://pulse/%2e%2e%2fsecret.txt',
    'app://pulse/assets/..%2f..%2fsecret.txt',
    'app://pulse/..%5csecret.txt',
    'app://pulse/C:%5csecret.txt',
    'app://pulse/index.html%00.js',
    'app://pulse/%E0%A4%A',
    'app://elsewhere/index.html',
  ])('do not include %s', async (url) => {
    const file = pageFile(root, url);
    expect(file === null || file.startsWith(join(root, '/'))).toBe(true);
    const response = await servePageFile(root, 'GET', url, 'n');
    expect(response.status).toBeGreaterThanOrEqual(403);
    expect(await response.text()).not.toContain('secret');
  });

  test('do not include a folder beside the root that starts with its name', () => {
    expect(pageFile('/a/renderer', 'app://pulse/..%2frenderer-old/x.js')).toBeNull();
  });

  test('come with their type and the policy', async () => {
    const response = await servePageFile(root, 'GET', 'app://pulse/assets/app.js', 'n');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('take the nonce in a page, and nowhere else', async () => {
    const page = await servePageFile(root, 'GET', 'app://pulse/', 'fresh');
    expect(await page.text()).toMatch(/^<meta nonce="fresh">/);
    const script = await servePageFile(root, 'GET', 'app://pulse/assets/app.js', 'fresh');
    expect(await script.text()).toContain(NONCE_PLACEHOLDER);
  });

  test('begin before it is known what is drawn first, and end without it where that fails', async () => {
    writeFileSync(join(root, 'first.html'), '<body>__PULSE_FIRST__</body>');
    const known = Promise.withResolvers<FirstPaint>();
    const page = await servePageFile(root, 'GET', 'app://pulse/first.html', 'n', () => known.promise);
    const body = page.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await body?.read()).toEqual({ done: false, value: '<body>' });
    known.resolve({ dark: true, answer: 'All well' });
    expect((await body?.read())?.value).toMatch(/dark.*All well\..*<\/body>$/);
    const failed = () => Promise.reject(new Error('no'));
    const bare = await servePageFile(root, 'GET', 'app://pulse/first.html', 'n', failed);
    expect(await bare.text()).toMatch(/^<body><html [^>]*light[^>]*><\/body>$/);
  });

  test('are read, never written', async () => {
    expect((await servePageFile(root, 'POST', 'app://pulse/', 'n')).status).toBe(405);
  });
});

describe('the policy', () => {
  test('allows neither inline nor evaluated code nor any other host', () => {
    const policy = contentSecurityPolicy('abc', null);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|https?:|ws:|\*/);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self' 'nonce-abc'");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test('lets live reload through while developing', () => {
    expect(contentSecurityPolicy('abc', 'http://localhost:5199')).toContain(
      "connect-src 'self' ws://localhost:5199",
    );
  });
});

test('an unknown type is only bytes', () => {
  expect(mimeType('/x/y.exe')).toBe('application/octet-stream');
  expect(mimeType('/x/Y.WOFF2')).toBe('font/woff2');
});
