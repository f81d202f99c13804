import { describe, expect, it } from 'vitest';
import { arranged, inOrder, moved, toggled } from '../../renderer/src/components/table/arrange.ts';
import { ListLook } from '../../shared/domain/settings.ts';

const COLUMNS = [
  { id: 'pick', quiet: true },
  { id: 'health' },
  { id: 'name', opens: true },
  { id: 'volume' },
  { id: 'next' },
];
const AS_IT_IS = ListLook.parse({});
const ids = (columns: readonly { id: string }[]) => columns.map(({ id }) => id).join(' ');

describe('the columns of a list', () => {
  it('stand as they are until something was chosen', () => {
    expect(arranged(COLUMNS, AS_IT_IS)).toEqual(COLUMNS);
  });

  it('move step by step, but neither before the boxes nor beyond the end', () => {
    const volumeFirst = ['name', 'health'].reduce((look) => moved(COLUMNS, look, 'volume', -1), AS_IT_IS);
    expect(ids(inOrder(COLUMNS, volumeFirst))).toBe('pick volume health name next');
    expect(moved(COLUMNS, volumeFirst, 'volume', -1)).toBe(volumeFirst);
    expect(moved(COLUMNS, AS_IT_IS, 'next', 1)).toBe(AS_IT_IS);
    expect(moved(COLUMNS, AS_IT_IS, 'pick', 1)).toBe(AS_IT_IS);
  });

  it('are hidden, but for the boxes and what opens a row', () => {
    const look = ['pick', 'name', 'volume'].reduce(toggled, AS_IT_IS);
    expect(ids(arranged(COLUMNS, look))).toBe('pick health name next');
    expect(ids(arranged(COLUMNS, toggled(look, 'volume')))).toBe('pick health name volume next');
  });

  it('keep a place for those that came with an upgrade, and forget those that went', () => {
    const look = { order: ['gone', 'next', 'name', 'health'], hidden: ['gone'] };
    expect(ids(arranged(COLUMNS, look))).toBe('pick next name health volume');
  });
});
