import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second: fixed for programs since Linux 2.4, whatever the kernel's own beat. */
const TICKS = 100;

/** A process and all that came from it. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(Number(name));
    const parent = Number(fields?.[1]);
    if (fields) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  const walk = (pid: number) => {
    found.push(pid);
    for (const child of children.get(pid) ?? []) walk(child);
  };
  walk(root);
  return found;
}

/** Processor time that the processes took since they were started, in milliseconds. */
export function cpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = statOf(pid);
    return sum + ((Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0)) * 1_000) / TICKS;
  }, 0);
}

/** Memory of the processes in MB; what several of them share is counted once, divided among them (the kernel's PSS). */
export function memoryMb(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const kb = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
      return sum + Number(kb ?? 0) / 1_024;
    } catch {
      return sum;
    }
  }, 0);
}

/** What stands after the name in /proc/PID/stat: state, parent, … Null for a process that is gone. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
