import { expect, test } from 'vitest';
import { FirstAnswer } from '../../electron/ipc/first-answer.ts';

const FOREVER = 60_000;

test('waits until the handler has answered for the first time, and not again', async () => {
  const asked: number[] = [];
  const first = new FirstAnswer((input: number) => {
    asked.push(input);
    return input * 2;
  });
  let answered = false;
  const waiting = first.answered(FOREVER).then(() => {
    answered = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toBe(false);
  expect(await first.handler(21)).toBe(42);
  await waiting;
  await first.answered(FOREVER);
  expect(asked).toEqual([21]);
});

test('a handler that fails has answered as well, with its failure', async () => {
  const first = new FirstAnswer(() => Promise.reject(new Error('broken')));
  await expect(first.handler(null)).rejects.toThrow('broken');
  await first.answered(FOREVER);
});

test('nobody who never asks keeps it waiting', async () => {
  await new FirstAnswer(() => null).answered(1);
});
