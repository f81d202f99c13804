import { describe, expect, it } from 'vitest';
import { arranged, inOrder, moved, toggled } from '../../renderer/src/components/table/arrange.ts';
import { moveLine, sized } from '../../renderer/src/components/table/widths.ts';
import { ListLook } from '../../shared/domain/settings.ts';

const COLUMNS = [
  { id: 'pick', track: '16px', quiet: true },
  { id: 'health', track: '92px' },
  { id: 'name', track: 'minmax(140px, 1fr)', opens: true },
  { id: 'volume', track: '106px' },
  { id: 'next', track: '72px' },
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
    const look = { ...AS_IT_IS, order: ['gone', 'next', 'name', 'health'], hidden: ['gone'] };
    expect(ids(arranged(COLUMNS, look))).toBe('pick next name health volume');
  });
});

describe('the widths of a list', () => {
  const NOW = [16, 92, 300, 106, 72];

  it('are given by one column to the next, and the list fills its window as before', () => {
    const widths = moveLine(COLUMNS, NOW, 2, -50);
    expect(widths).toEqual({ name: 250, volume: 156 });
    const tracks = COLUMNS.map((column) => sized(column, widths).track);
    expect(tracks).toEqual(['16px', '92px', 'minmax(140px, 250fr)', 'minmax(40px, 156px)', '72px']);
    expect(arranged(COLUMNS, { ...AS_IT_IS, widths }).map(({ track }) => track)).toEqual(tracks);
  });

  it('leave no column too narrow to be read', () => {
    expect(moveLine(COLUMNS, NOW, 2, -500)).toEqual({ name: 140, volume: 266 });
    expect(moveLine(COLUMNS, NOW, 2, 500)).toEqual({ name: 366, volume: 40 });
    expect(moveLine(COLUMNS, NOW, 4, 10), 'no column gives anything').toEqual({});
  });

  it('go on from widths that were chosen before', () => {
    const once = COLUMNS.map((column) => sized(column, { name: 250, volume: 156 }));
    const widths = moveLine(once, [16, 92, 250, 156, 72], 3, 20);
    expect(widths).toEqual({ name: 250, volume: 176, next: 52 });
    expect(sized({ id: 'new', track: 'minmax(100px, 1.5fr)' }, widths).track).toBe('minmax(100px, 240fr)');
  });
});
