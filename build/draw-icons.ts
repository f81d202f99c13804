/**
 * Draws the app icon and the tray icons: `node build/draw-icons.ts`. The drawings are committed; this is kept so
 * that a new size or state is a line here and not a hunt for a graphics program.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];
/** Colour at a point of the unit square, y down; null where nothing is drawn. */
type Drawing = (x: number, y: number) => Colour | null;

const WHITE: Colour = [255, 255, 255, 255];
const SAMPLES = 4;

/** Empty border around the app icon, as desktops expect it. */
const INSET = 0.06;

/** The heartbeat of the window's own logo, which is drawn on 20 by 20. */
const BEAT = (
  [
    [3.6, 10.6],
    [6.6, 10.6],
    [8.3, 6.2],
    [11.3, 14.2],
    [13.2, 9.2],
    [14, 10.6],
    [16.4, 10.6],
  ] as const
).map(([x, y]) => [onIcon(x), onIcon(y)] as const);

function onIcon(unit: number): number {
  return INSET + (unit / 20) * (1 - 2 * INSET);
}

function distanceToLine(x: number, y: number, points: readonly (readonly [number, number])[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (const [index, [ax, ay]] of points.entries()) {
    const next = points[index + 1];
    if (next === undefined) break;
    const [dx, dy] = [next[0] - ax, next[1] - ay];
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    best = Math.min(best, Math.hypot(x - ax - along * dx, y - ay - along * dy));
  }
  return best;
}

function insideRoundedSquare(x: number, y: number, inset: number, radius: number): boolean {
  const dx = Math.max(0, Math.abs(x - 0.5) - (0.5 - inset - radius));
  const dy = Math.max(0, Math.abs(y - 0.5) - (0.5 - inset - radius));
  return Math.hypot(dx, dy) <= radius;
}

const appIcon: Drawing = (x, y) => {
  if (!insideRoundedSquare(x, y, INSET, 0.24)) return null;
  if (distanceToLine(x, y, BEAT) < 0.033) return WHITE;
  // From a little lighter than the logo's #4a4fd0 at the top to a little darker at the bottom.
  const light = 16 * (1 - 2 * y);
  return [Math.round(74 + light), Math.round(79 + light), Math.round(208 + light), 255];
};

/** Each state has a shape of its own, not only a colour: a tray icon must be readable without telling red from green. */
const trayIcons: Record<string, Drawing> = {
  healthy: (x, y) => {
    if (Math.hypot(x - 0.5, y - 0.5) > 0.46) return null;
    const tick = [[0.27, 0.52] as const, [0.44, 0.68] as const, [0.73, 0.34] as const];
    return distanceToLine(x, y, tick) < 0.07 ? WHITE : [47, 143, 87, 255];
  },
  warning: (x, y) => {
    const halfWidth = (y - 0.04) * 0.56;
    if (y < 0.05 || y > 0.93 || Math.abs(x - 0.5) > halfWidth) return null;
    const mark = (y > 0.32 && y < 0.66) || (y > 0.74 && y < 0.86);
    return mark && Math.abs(x - 0.5) < 0.065 ? [40, 28, 0, 255] : [240, 164, 0, 255];
  },
  broken: (x, y) => {
    if (!insideRoundedSquare(x, y, 0.05, 0.12)) return null;
    const [u, v] = [x - 0.5, y - 0.5];
    const cross = Math.abs(Math.abs(u) - Math.abs(v)) < 0.1 && Math.hypot(u, v) < 0.36;
    return cross ? WHITE : [207, 44, 44, 255];
  },
  unjudged: (x, y) => {
    if (Math.hypot(x - 0.5, y - 0.5) > 0.46) return null;
    return Math.abs(y - 0.5) < 0.075 && Math.abs(x - 0.5) < 0.25 ? WHITE : [112, 120, 132, 255];
  },
  idle: (x, y) => {
    const distance = Math.hypot(x - 0.5, y - 0.5);
    return distance < 0.46 && distance > 0.32 ? [112, 120, 132, 255] : null;
  },
};

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function sample(drawing: Drawing, column: number, row: number, size: number): number[] {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / size;
    const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / size;
    const colour = drawing(x, y);
    if (colour === null) continue;
    for (const part of [0, 1, 2] as const) sum[part] = (sum[part] ?? 0) + colour[part] * colour[3];
    sum[3] = (sum[3] ?? 0) + colour[3];
  }
  const alpha = sum[3] ?? 0;
  if (alpha === 0) return [0, 0, 0, 0];
  return [...sum.slice(0, 3).map((part) => Math.round(part / alpha)), Math.round(alpha / SAMPLES ** 2)];
}

function png(drawing: Drawing, size: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows: number[] = [];
  for (let row = 0; row < size; row += 1) {
    rows.push(0);
    for (let column = 0; column < size; column += 1) rows.push(...sample(drawing, column, row, size));
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows), { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

const root = join(import.meta.dirname, '..');
const trayFolder = join(root, 'electron/shell/assets');
mkdirSync(trayFolder, { recursive: true });
writeFileSync(join(root, 'build/icon.png'), png(appIcon, 1024));
// Small, since it travels to the display server as it is.
writeFileSync(join(root, 'build/window-icon.png'), png(appIcon, 128));
for (const [state, drawing] of Object.entries(trayIcons)) {
  writeFileSync(join(trayFolder, `tray-${state}.png`), png(drawing, 22));
  writeFileSync(join(trayFolder, `tray-${state}@2x.png`), png(drawing, 44));
}
