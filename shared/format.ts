/**
 * Numbers and durations in words, the same in notifications, in the terminal and in the window.
 */

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** `12,345`, at most two decimals; large shares keep their meaning, tiny ones do not become 0. */
export function formatNumber(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.01) return value.toPrecision(1);
  return number.format(value);
}

const steps: readonly [number, string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** A duration in its two largest units: `45 s`, `14 min`, `2 h 5 min`, `3 d 4 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0) return `-${formatSeconds(-seconds)}`;
  if (seconds < 1) return `${formatNumber(Math.round(seconds * 10) / 10)} s`;
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [size, unit] of steps) {
    const count = Math.floor(rest / size);
    if (count === 0) {
      if (parts.length > 0) break;
      continue;
    }
    parts.push(`${count} ${unit}`);
    rest -= count * size;
    if (parts.length === 2) break;
    // Seconds say nothing beside hours or days, and minutes are exact enough from ten up.
    if (unit === 'min' && count >= 10) break;
  }
  return parts.join(' ') || '0 s';
}

/** A duration in one part, for what ticks: `12 s`, `4 min`, `3 d`. */
export function formatRoughly(seconds: number): string {
  const size = Math.max(0, Math.floor(seconds));
  if (size < 60) return `${size} s`;
  if (size < 3_600) return `${Math.floor(size / 60)} min`;
  if (size < 2 * 86_400) return `${Math.floor(size / 3_600)} h`;
  return `${formatNumber(Math.floor(size / 86_400))} d`;
}

/** `1 row`, `2 rows`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

const sizes = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `512 bytes`, `40 MB`, `1.2 GB`; a kB is 1,024 bytes, as `pg_size_pretty` counts. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let step = 0;
  while (size >= 1_024 && step < sizes.length - 1) {
    size /= 1_024;
    step += 1;
  }
  return `${formatNumber(size < 10 ? Math.round(size * 10) / 10 : Math.round(size))} ${sizes[step]}`;
}
