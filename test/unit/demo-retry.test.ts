import { expect, test } from 'vitest';
import { retryOnConflict } from '../../demo/faults/retry.ts';

function failing(times: number, code: string) {
  let attempts = 0;
  return async () => {
    attempts += 1;
    if (attempts <= times) throw Object.assign(new Error('cancelled'), { code });
    return attempts;
  };
}

test('a question that replay cancelled is asked again', async () => {
  expect(await retryOnConflict(failing(3, '40001'))).toBe(4);
});

test('but not for ever, and not for any other reason', async () => {
  await expect(retryOnConflict(failing(1_000, '40001'))).rejects.toThrow('cancelled');
  await expect(retryOnConflict(failing(1, '42P01'))).rejects.toThrow('cancelled');
});
