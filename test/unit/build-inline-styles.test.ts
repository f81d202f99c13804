import { expect, test } from 'vitest';
import { withStyles } from '../../build/inline-styles.ts';

const LINK = '<link rel="stylesheet" crossorigin href="./assets/index-1.css">';

test('the page brings its styles along, with fonts found where they are', () => {
  const page = `<head>${LINK}</head>`;
  const sheet = '@font-face{src:url(./inter.woff2)format("woff2")}.first{background:url(data:x)}';
  expect(withStyles(page, 'N', (file) => (file === 'assets/index-1.css' ? sheet : null))).toBe(
    '<head><style nonce="N">@font-face{src:url(./assets/inter.woff2)format("woff2")}.first{background:url(data:x)}</style></head>',
  );
});

test('a sheet that is not of the build stays a link', () => {
  expect(withStyles(LINK, 'N', () => null)).toBe(LINK);
});
