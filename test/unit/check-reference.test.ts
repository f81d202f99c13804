import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { referencePages } from '../../scripts/check-reference/pages.ts';

test('the reference of check types is what `npm run docs:checks` writes', () => {
  const folder = join(import.meta.dirname, '..', '..', 'docs', 'checks');
  const written = new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')]),
  );
  expect(written).toEqual(new Map([...referencePages()].sort(([a], [b]) => (a < b ? -1 : 1))));
});
