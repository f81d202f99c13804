/** Talks to a running demo from another process. Needs nothing but Node, and nothing of the demo's servers. */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const CONTROL_FILE = 'control.json';
/** How the folders of worlds begin, in the system's folder for temporary files. */
export const WORLD_FOLDER_PREFIX = 'pulse-demo-';

const TIMEOUT_MS = 60_000;

export interface ControlAddress {
  url: string;
  token: string;
}

export interface FaultState {
  name: string;
  title: string;
  description: string;
  /** Schema-qualified; null when the fault hits the replica as a whole. */
  table: string | null;
  active: boolean;
}

export interface ControlClient {
  listFaults(): Promise<FaultState[]>;
  /** The fault's new state. Rejects with a readable message: an unknown name lists the known ones. */
  inject(name: string): Promise<FaultState>;
  heal(name: string): Promise<FaultState>;
  healAll(): Promise<FaultState[]>;
}

export function controlClient({ url, token }: ControlAddress): ControlClient {
  const call = async (
    method: 'GET' | 'POST',
    route: string,
    timeoutMs = TIMEOUT_MS,
  ): Promise<FaultState[]> => {
    const response = await fetch(`${url}${route}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = (await response.json()) as { faults?: FaultState[]; error?: string };
    if (body.faults === undefined)
      throw new Error(body.error ?? `The demo answered with status ${response.status}.`);
    return body.faults;
  };
  const change = async (name: string, verb: 'inject' | 'heal'): Promise<FaultState> => {
    const faults = await call('POST', `/faults/${encodeURIComponent(name)}/${verb}`);
    const fault = faults.find((candidate) => candidate.name === name);
    if (fault === undefined) throw new Error(`The demo does not know "${name}".`);
    return fault;
  };
  return {
    listFaults: () => call('GET', '/faults', 5000),
    inject: (name) => change(name, 'inject'),
    heal: (name) => change(name, 'heal'),
    healAll: () => call('POST', '/heal-all'),
  };
}

/** The demo that this user started last and that still answers; undefined if none does. */
export async function findRunningDemo(folder = tmpdir()): Promise<ControlAddress | undefined> {
  for (const address of addressesIn(folder)) {
    try {
      await controlClient(address).listFaults();
      return address;
    } catch {
      // Left over by a demo that is gone.
    }
  }
  return undefined;
}

/** Newest first. Files of other users are not trusted. */
function addressesIn(folder: string): ControlAddress[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  const found: { address: ControlAddress; at: number }[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory() || !entry.name.startsWith(WORLD_FOLDER_PREFIX)) continue;
    const file = path.join(folder, entry.name, CONTROL_FILE);
    try {
      const { uid, mtimeMs } = statSync(file);
      if (process.getuid !== undefined && uid !== process.getuid()) continue;
      const { url, token } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ControlAddress>;
      if (url?.startsWith('http://127.0.0.1:') && token !== undefined) {
        found.push({ address: { url, token }, at: mtimeMs });
      }
    } catch {
      // No control file (yet), or half a one.
    }
  }
  return found.sort((a, b) => b.at - a.at).map(({ address }) => address);
}
