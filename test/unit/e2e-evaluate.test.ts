import { expect, test } from 'vitest';
import { evenIfLost } from '../e2e/support/evaluate.ts';

const alive = { exitCode: null, signalCode: null };
const lost = new Error(
  'electronApplication.evaluate: Execution context was destroyed, most likely because …',
);

/** Fails as often as there are errors, then answers. */
function failing(...errors: Error[]) {
  let asked = 0;
  const ask = () => {
    const error = errors[asked++];
    return error ? Promise.reject(error) : Promise.resolve('answer');
  };
  return { ask, asked: () => asked };
}

test('an answer that got lost is asked for again', async () => {
  const { ask, asked } = failing(lost, lost);
  expect(await evenIfLost(alive, ask)).toBe('answer');
  expect(asked()).toBe(3);
});

test('a process that has ended is not asked again', async () => {
  const { ask, asked } = failing(lost);
  await expect(evenIfLost({ exitCode: 1, signalCode: null }, ask)).rejects.toBe(lost);
  expect(asked()).toBe(1);
});

test('any other failure is thrown at once', async () => {
  const other = new Error('ReferenceError: x is not defined');
  const { ask, asked } = failing(other);
  await expect(evenIfLost(alive, ask)).rejects.toBe(other);
  expect(asked()).toBe(1);
});

test('it gives up in the end', async () => {
  const { ask, asked } = failing(lost, lost, lost, lost, lost, lost);
  await expect(evenIfLost(alive, ask)).rejects.toBe(lost);
  expect(asked()).toBe(5);
});
