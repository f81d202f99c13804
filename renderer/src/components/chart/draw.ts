import type uPlot from 'uplot';
import type { Bounds, SeriesPoint } from '../../../../shared/domain/check.ts';
import type { RunStatus } from '../../../../shared/domain/status.ts';

export interface Colours {
  line: string;
  grid: string;
  text: string;
  broken: string;
  warning: string;
  unjudged: string;
  schema: string;
}

/** Tokens of the theme as it is now: a canvas cannot read them by itself. */
export function readColours(element: Element): Colours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: token('--accent'),
    grid: token('--line'),
    text: token('--text-dim'),
    broken: token('--broken-fill'),
    warning: token('--warning-fill'),
    unjudged: token('--unjudged-fill'),
    schema: token('--learning-fill'),
  };
}

/** The learned band, quiet behind the line. Open towards a side where nothing was learned. */
export function drawBand(
  plot: uPlot,
  lows: readonly (number | null)[],
  highs: readonly (number | null)[],
  colours: Colours,
): void {
  const { ctx, bbox } = plot;
  const bottom = bbox.top + bbox.height;
  const xs = plot.data[0];
  const x = (index: number) => plot.valToPos(xs[index] ?? 0, 'x', true);
  const y = (value: number | null | undefined, open: number) =>
    value == null ? open : Math.max(bbox.top, Math.min(bottom, plot.valToPos(value, 'y', true)));
  const known = (index: number) => lows[index] != null || highs[index] != null;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.globalAlpha = 0.13;
  ctx.fillStyle = colours.line;
  for (let from = 0; from < xs.length; from += 1) {
    if (!known(from)) continue;
    let to = from;
    while (to + 1 < xs.length && known(to + 1)) to += 1;
    const run = Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
    ctx.beginPath();
    for (const index of run) ctx.lineTo(x(index), y(highs[index], bbox.top));
    for (const index of run.reverse()) ctx.lineTo(x(index), y(lows[index], bottom));
    ctx.closePath();
    ctx.fill();
    from = to;
  }
  ctx.restore();
}

/** What the values were at an earlier time: a thin dashed line behind that of now. */
export function drawEarlier(plot: uPlot, points: readonly SeriesPoint[], colours: Colours): void {
  if (points.length === 0) return;
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = colours.text;
  ctx.lineWidth = 1.2 * devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  let drawing = false;
  for (const { at, value } of points) {
    if (value !== null) {
      const [x, y] = [plot.valToPos(at / 1_000, 'x', true), plot.valToPos(value, 'y', true)];
      if (drawing) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
    }
    drawing = value !== null;
  }
  ctx.stroke();
  ctx.restore();
}

/** Shades what is outside the bounds, and draws the bounds themselves. */
export function drawBounds(plot: uPlot, bounds: Bounds, colours: Colours): void {
  const { ctx, bbox } = plot;
  const bottom = bbox.top + bbox.height;
  const y = (value: number) => Math.max(bbox.top, Math.min(bottom, plot.valToPos(value, 'y', true)));
  const shade = (from: number, to: number, colour: string, alpha: number) => {
    ctx.globalAlpha = alpha;
    ctx.fillStyle = colour;
    ctx.fillRect(bbox.left, Math.min(from, to), bbox.width, Math.abs(to - from));
  };
  const line = (value: number, colour: string) => {
    const at = plot.valToPos(value, 'y', true);
    if (at < bbox.top || at > bottom) return;
    ctx.globalAlpha = 0.75;
    ctx.strokeStyle = colour;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, at);
    ctx.lineTo(bbox.left + bbox.width, at);
    ctx.stroke();
  };
  const { warnMin, warnMax, failMin, failMax } = bounds;
  ctx.save();
  if (warnMax !== null) shade(y(warnMax), failMax === null ? bbox.top : y(failMax), colours.warning, 0.07);
  if (warnMin !== null) shade(y(warnMin), failMin === null ? bottom : y(failMin), colours.warning, 0.07);
  if (failMax !== null) shade(y(failMax), bbox.top, colours.broken, 0.055);
  if (failMin !== null) shade(y(failMin), bottom, colours.broken, 0.055);
  for (const value of [warnMin, warnMax]) if (value !== null) line(value, colours.warning);
  for (const value of [failMin, failMax]) if (value !== null) line(value, colours.broken);
  ctx.restore();
}

/** Bad points by shape: a diamond failed, a triangle warned, a cross at the foot could not be judged. */
export function drawMarks(plot: uPlot, statuses: readonly (RunStatus | null)[], colours: Colours): void {
  const { ctx, bbox } = plot;
  const [xs, ys] = plot.data;
  const size = 3.6 * devicePixelRatio;
  // Marks that would run into one another are thinned, so that each keeps its shape.
  const lastAt = new Map<RunStatus, number>();
  const crowded = (status: RunStatus, x: number): boolean => {
    if (x - (lastAt.get(status) ?? Number.NEGATIVE_INFINITY) < size * 2.4) return true;
    lastAt.set(status, x);
    return false;
  };
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left - size, bbox.top - size, bbox.width + 2 * size, bbox.height + 2 * size);
  ctx.clip();
  for (let index = 0; index < xs.length; index += 1) {
    const status = statuses[index];
    const value = ys?.[index];
    const x = plot.valToPos(xs[index] ?? 0, 'x', true);
    if (!status || (status !== 'pass' && status !== 'learning' && crowded(status, x))) continue;
    if (status === 'error' || status === 'deferred') {
      cross(ctx, x, bbox.top + bbox.height - size, size * 0.7, colours.unjudged);
    } else if (value !== null && value !== undefined) {
      const y = plot.valToPos(value, 'y', true);
      if (status === 'fail') shape(ctx, colours.broken, diamond(x, y, size));
      else if (status === 'warn') shape(ctx, colours.warning, triangle(x, y, size));
      else if (ys?.[index - 1] == null && ys?.[index + 1] == null) dot(ctx, x, y, size * 0.6, colours.line);
    }
  }
  ctx.restore();
}

type Corner = readonly [x: number, y: number];

const diamond = (x: number, y: number, r: number): Corner[] => [
  [x, y - r],
  [x + r, y],
  [x, y + r],
  [x - r, y],
];

const triangle = (x: number, y: number, r: number): Corner[] => [
  [x, y - r],
  [x + r, y + r * 0.8],
  [x - r, y + r * 0.8],
];

function shape(ctx: CanvasRenderingContext2D, colour: string, corners: readonly Corner[]): void {
  ctx.fillStyle = colour;
  ctx.beginPath();
  for (const [x, y] of corners) ctx.lineTo(x, y);
  ctx.closePath();
  ctx.fill();
}

function dot(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string): void {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fill();
}

function cross(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.2 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x - r, y - r);
  ctx.lineTo(x + r, y + r);
  ctx.moveTo(x + r, y - r);
  ctx.lineTo(x - r, y + r);
  ctx.stroke();
}
