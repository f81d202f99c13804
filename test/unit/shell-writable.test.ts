import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { whyNotWritable } from '../../electron/shell/writable.ts';
import { temporaryFolder } from '../support/store.ts';

test('a data folder that cannot be written to is said, instead of being taken for that of another Pulse', () => {
  const folder = temporaryFolder();
  expect(whyNotWritable(folder)).toBeNull();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(whyNotWritable(join(file, 'data'))?.problem).toMatchObject({
    title: 'Pulse may not write to its data folder.',
    hint: expect.stringContaining('the right to write there'),
  });
});
