/**
 * A process of its own, started by guard.ts with the world's folder as its argument. It reads which processes
 * belong to the world from its standard input; when that closes without a "released", the world's process died:
 * it ends the servers by id and removes the folder.
 */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = process.argv[2];
// It removes the folder, so it takes none that is not of Pulse's own making.
if (folder === undefined || !path.basename(folder).startsWith('pulse-')) {
  throw new Error('usage: watchdog.ts <folder of a demo world, or of a benchmark>');
}

const pids = new Set<number>();
let released = false;

// The signals that end the world's process may be sent to a whole session: the watchdog outlives them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [word, pid] = line.split(' ');
  if (word === 'watch') pids.add(Number(pid));
  else if (word === 'gone') pids.delete(Number(pid));
  else if (word === 'released') released = true;
});
lines.on('close', () => {
  if (released) process.exit(0);
  void cleanUp(folder);
});

async function cleanUp(worldFolder: string): Promise<void> {
  // SIGQUIT is PostgreSQL's immediate shutdown: it also takes its children and shared memory down.
  for (const pid of pids) signal(pid, 'SIGQUIT');
  for (let waited = 0; waited < 5000 && [...pids].some(alive); waited += 50) await sleep(50);
  for (const pid of pids) signal(pid, 'SIGKILL');
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      rmSync(worldFolder, { recursive: true, force: true });
      break;
    } catch {
      await sleep(250);
    }
  }
  process.exit(0);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !isZombie(pid);
  } catch {
    return false;
  }
}

/** Ended, but not yet collected by whoever adopted it: in a container that can take forever. */
function isZombie(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}
