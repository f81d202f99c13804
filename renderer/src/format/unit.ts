import type { Bounds, Unit } from '../../../shared/domain/check.ts';
import { duration } from './duration.ts';
import { count, decimal, percent, plural, shortCount } from './number.ts';

/** A check's value in its own unit. */
export function inUnit(value: number, unit: Unit): string {
  switch (unit) {
    case 'seconds':
      return duration(value);
    case 'rows':
      return `${count(value)} ${value === 1 ? 'row' : 'rows'}`;
    case 'percent':
      return percent(value);
    case 'differences':
      return plural(value, 'difference');
    case 'number':
      return decimal(value);
  }
}

/** The same in a narrow column: a number that is cut off there would be another one. */
export function inLittleRoom(value: number, unit: Unit): string {
  if (Math.abs(value) < 1_000_000 || (unit !== 'rows' && unit !== 'number')) return inUnit(value, unit);
  return unit === 'rows' ? `${shortCount(value)} rows` : shortCount(value);
}

/** The same, as short as an axis needs it. */
export function onAxis(value: number, unit: Unit): string {
  if (unit === 'seconds') {
    if (value === 0) return '0';
    // Whole seconds would put the same word at two lines of the grid.
    return Math.abs(value) < 10 && !Number.isInteger(value) ? `${decimal(value)} s` : duration(value);
  }
  if (unit === 'percent') return percent(value);
  return Number.isInteger(value) ? shortCount(value) : decimal(value);
}

/** Bounds in words: "Warns above 15 min, fails above 1 h." */
export function boundsInWords(bounds: Bounds, unit: Unit): string {
  const warn = side('warns', bounds.warnMin, bounds.warnMax, unit);
  const fail = side('fails', bounds.failMin, bounds.failMax, unit);
  const text = [warn, fail].filter((part) => part !== '').join(', ');
  return text === '' ? 'No fixed bounds.' : `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

function side(verb: string, min: number | null, max: number | null, unit: Unit): string {
  if (min !== null && max !== null) {
    // An age below zero is a time that is still to come.
    if (unit === 'seconds' && min < 0 && max >= 0)
      return `${verb} above ${inUnit(max, unit)} or more than ${inUnit(-min, unit)} in the future`;
    return min === max
      ? `${verb} unless ${inUnit(min, unit)}`
      : `${verb} outside ${unit === 'rows' ? count(min) : inUnit(min, unit)} to ${inUnit(max, unit)}`;
  }
  if (max !== null) return `${verb} above ${inUnit(max, unit)}`;
  if (min !== null) return `${verb} below ${inUnit(min, unit)}`;
  return '';
}
