import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aroundFirstPaint, drawFirst, type FirstPaint } from '../../electron/shell/first-paint.ts';

const page = readFileSync(join(import.meta.dirname, '../../renderer/index.html'), 'utf8');

const withFirstPaint = (text: string, first: FirstPaint) => aroundFirstPaint(text).join(drawFirst(first));

describe('the page as it is served', () => {
  test('shows the answer before its program runs, in the colours of the desktop', () => {
    const served = withFirstPaint(page, { dark: true, answer: '46 tables healthy; replica in step' });
    expect(served).toContain('data-mantine-color-scheme="dark"');
    expect(served).toMatch(
      /<div id="root"><html [^>]*><main class="first"><h1 [^>]*>46 tables healthy; replica in step\.<\/h1>/,
    );
    expect(served).not.toContain('__PULSE_');
  });

  test('is empty while the answer is not known', () => {
    const served = withFirstPaint(page, { dark: false, answer: null });
    expect(served).toContain('<div id="root"><html data-mantine-color-scheme="light"></div>');
  });

  test('takes names as text, whatever they hold', () => {
    const answer = 'All 2 tables healthy; <img src=x onerror="alert(1)"> & $& down';
    const served = withFirstPaint(page, { dark: false, answer });
    expect(served).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; $&amp; down.');
    expect(served).not.toContain('<img');
  });
});
