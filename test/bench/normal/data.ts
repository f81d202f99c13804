import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Series {
  /** `<group>/<file>.csv`, the key in the file of windows. */
  name: string;
  timestamps: string[];
  values: number[];
  windows: [start: string, end: string][];
}

/** Every `<folder>/<group>/<series>.csv`, in the order of their names, with its labelled windows. */
export function readSeries(folder: string, windowsFile: string): Series[] {
  const windows = JSON.parse(readFileSync(windowsFile, 'utf8')) as Record<string, [string, string][]>;
  return readdirSync(folder)
    .filter((group) => statSync(join(folder, group)).isDirectory())
    .sort()
    .flatMap((group) =>
      readdirSync(join(folder, group))
        .filter((file) => file.endsWith('.csv'))
        .sort()
        .map((file) => readOne(folder, `${group}/${file}`, windows)),
    );
}

function readOne(folder: string, name: string, windows: Record<string, [string, string][]>): Series {
  const lines = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => line.split(','));
  return {
    name,
    timestamps: rows.map((row) => row[0] ?? ''),
    values: rows.map((row) => Number(row[1])),
    // Labels carry microseconds that the rows do not have.
    windows: (windows[name] ?? []).map(([start, end]) => [start.slice(0, 19), end.slice(0, 19)]),
  };
}
