import { expect, it } from 'vitest';
import { searchOn } from '../../renderer/src/stores/search-on.ts';
import type { RunsFound, SearchPlace } from '../../shared/domain/search.ts';
import { aRun, T0 } from '../support/samples.ts';

const found = { runs: [{ ...aRun(1), id: 7 }], next: { at: T0 + 5, id: 7 } };
const isEmpty = ({ runs }: RunsFound) => runs.length === 0;
const nothingYet = (at: number): RunsFound => ({ runs: [], next: { at, id: 0 } });

function answering(...pages: RunsFound[]) {
  const asked: (number | null)[] = [];
  const ask = (before: SearchPlace | null) => {
    asked.push(before?.at ?? null);
    return Promise.resolve(pages.shift() ?? { runs: [], next: null });
  };
  return { asked, ask };
}

it('goes on with a search that has not found anything yet, and stops when it has', async () => {
  const { asked, ask } = answering(nothingYet(T0 + 20), nothingYet(T0 + 10), found);
  expect(await searchOn(ask, null, isEmpty, () => true)).toEqual(found);
  expect(asked).toEqual([null, T0 + 20, T0 + 10]);
});

it('stops at the end, and when another question was asked meanwhile', async () => {
  const through = answering(nothingYet(T0));
  expect(await searchOn(through.ask, found.next, isEmpty, () => true)).toEqual({ runs: [], next: null });
  expect(through.asked).toEqual([T0 + 5, T0]);
  const left = answering(nothingYet(T0), found);
  await searchOn(left.ask, null, isEmpty, () => false);
  expect(left.asked).toEqual([null]);
});
