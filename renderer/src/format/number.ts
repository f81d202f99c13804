import { formatBytes, formatCount, formatNumber } from '../../../shared/format.ts';

// Numbers look the same here as in the engine's sentences beside them.
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

export { formatBytes as bytes, formatNumber as decimal };

export const count = (value: number): string => formatNumber(Math.round(value));

/** 1,234 as it is, 1,234,567 as 1.23M. */
export const shortCount = (value: number): string =>
  Math.abs(value) < 10_000 ? count(value) : compact.format(value);

/** Takes percent points: 12.5 is 12.5 %. */
export const percent = (value: number): string => `${formatNumber(value)} %`;

/** Takes a share: 0.01 is 1 %. */
export const share = (value: number): string => percent(value * 100);

/** "1 table", "3 tables". */
export const plural = formatCount;
