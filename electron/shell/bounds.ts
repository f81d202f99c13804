import { z } from 'zod';

/** How the window was left. */
export const WindowState = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const MIN_SIZE = { width: 860, height: 560 };
/** Wide enough for every column of the overview. */
const DEFAULT_SIZE = { width: 1_360, height: 860 };
/** So much of the title bar must be on a display for the window to be movable. */
const GRIP = { width: 120, height: 24 };

/**
 * Where to open the window: where it was, as far as it fits there. If the display it was on is gone, in its old size,
 * as far as that fits, and where the system puts it.
 */
export function openingBounds(saved: WindowState | null, displays: readonly Area[]): Partial<Area> {
  const size = saved ?? DEFAULT_SIZE;
  if (saved !== null && displays.some((display) => gripIsOn(saved, display))) {
    const room = around(displays.filter((display) => overlap(saved, display)));
    const [x, width] = fitted(saved.x, saved.width, room.x, room.width);
    const [y, height] = fitted(saved.y, saved.height, room.y, room.height);
    return { x, y, ...atLeast({ width, height }) };
  }
  const first = displays[0];
  if (first === undefined) return atLeast(size);
  return atLeast({ width: Math.min(size.width, first.width), height: Math.min(size.height, first.height) });
}

/** What is longer than the room takes all of it; what fits stays where it is, even over the edge. */
function fitted(start: number, length: number, roomStart: number, room: number): [number, number] {
  return length > room ? [roomStart, room] : [start, length];
}

function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The smallest area that holds all of them. */
function around(areas: readonly Area[]): Area {
  const x = Math.min(...areas.map((area) => area.x));
  const y = Math.min(...areas.map((area) => area.y));
  const right = Math.max(...areas.map((area) => area.x + area.width));
  const bottom = Math.max(...areas.map((area) => area.y + area.height));
  return { x, y, width: right - x, height: bottom - y };
}

function gripIsOn(window: Area, display: Area): boolean {
  const overlapX =
    Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x);
  const titleBarVisible =
    window.y >= display.y - GRIP.height && window.y <= display.y + display.height - GRIP.height;
  return overlapX >= GRIP.width && titleBarVisible;
}

function atLeast(size: { width: number; height: number }): { width: number; height: number } {
  return { width: Math.max(MIN_SIZE.width, size.width), height: Math.max(MIN_SIZE.height, size.height) };
}
