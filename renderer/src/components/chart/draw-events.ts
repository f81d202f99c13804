import type uPlot from 'uplot';
import type { Colours } from './draw.ts';
import type { ChartEvent } from './points.ts';

/** What happened beside the values: a line with a mark at its head where it began, a shade for as long as it lasted. */
export function drawEvents(plot: uPlot, events: readonly ChartEvent[], colours: Colours): void {
  const { ctx, bbox } = plot;
  const [left, right, bottom] = [bbox.left, bbox.left + bbox.width, bbox.top + bbox.height];
  const size = 3.4 * devicePixelRatio;
  const x = (time: number) => plot.valToPos(time / 1_000, 'x', true);
  ctx.save();
  for (const { kind, at, until, faint } of events) {
    const colour = kind === 'incident' ? colours.broken : colours.schema;
    const start = x(at);
    const end = until === null ? right : x(until);
    if (start > right || Math.max(start, end) < left) continue;
    ctx.fillStyle = colour;
    ctx.strokeStyle = colour;
    if (kind === 'incident') {
      ctx.globalAlpha = faint ? 0.03 : 0.07;
      ctx.fillRect(
        Math.max(left, start),
        bbox.top,
        Math.min(right, end) - Math.max(left, start),
        bbox.height,
      );
    }
    if (start < left) continue;
    ctx.globalAlpha = faint ? 0.35 : 0.8;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(start, bbox.top + size);
    ctx.lineTo(start, bottom);
    ctx.stroke();
    ctx.globalAlpha = faint ? 0.5 : 1;
    ctx.beginPath();
    if (kind === 'incident') {
      for (const [dx, dy] of [
        [0, -size],
        [size, 0],
        [0, size],
        [-size, 0],
      ] as const) {
        ctx.lineTo(start + dx, bbox.top + dy);
      }
    } else {
      ctx.rect(start - size * 0.8, bbox.top - size * 0.8, size * 1.6, size * 1.6);
    }
    ctx.closePath();
    ctx.fill();
  }
  ctx.restore();
}

/** A ring around the point that is looked into. */
export function drawPicked(plot: uPlot, picked: number | null, colours: Colours): void {
  if (picked === null) return;
  const [xs, ys] = plot.data;
  const index = xs.indexOf(picked / 1_000);
  const value = ys?.[index];
  if (index === -1) return;
  const { ctx, bbox } = plot;
  const x = plot.valToPos(picked / 1_000, 'x', true);
  const y = value == null ? bbox.top + bbox.height - 4 * devicePixelRatio : plot.valToPos(value, 'y', true);
  ctx.save();
  ctx.strokeStyle = colours.line;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  ctx.arc(x, y, 6 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.stroke();
  ctx.restore();
}
