import { readFile } from 'node:fs/promises';
import type { LoadWorld } from './world.ts';

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

/** CPU time of Pulse's sessions on the server so far, by process id. Null where the system does not tell. */
export async function serverCpuMs({ admin }: LoadWorld): Promise<Map<number, number> | null> {
  const { rows } = await admin.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'pulse'",
  );
  try {
    return new Map(await Promise.all(rows.map(async ({ pid }) => [pid, await cpuMs(pid)] as const)));
  } catch {
    return null;
  }
}

/** What the sessions have used between two looks; one that began meanwhile counts from its beginning. */
export function spent(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  return [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);
}

async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the command, which may contain anything: user and system time are fields 14 and 15 of proc_pid_stat(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
