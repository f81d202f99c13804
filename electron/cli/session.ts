import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import pino from 'pino';
import packageJson from '../../package.json' with { type: 'json' };
import type { Message } from '../../shared/domain/incident.ts';
import { systemClock } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import type { SecretVault } from '../engine/ports.ts';

export interface SessionOptions {
  data: string;
  json: boolean;
}

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Where the window keeps its data, too: Electron's `userData` of an app named Pulse. */
export function defaultDataFolder(): string {
  const home = homedir();
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Pulse');
  if (process.platform === 'win32')
    return join(process.env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Pulse');
  return join(process.env.XDG_CONFIG_HOME ?? join(home, '.config'), 'Pulse');
}

/** Options that every command has. */
export function withSessionOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--data <folder>', 'where Pulse keeps its history')
        .env('PULSE_DATA_DIR')
        .default(defaultDataFolder()),
    )
    .option('--json', 'print JSON, one value a line', false);
}

/** A terminal has no keychain: what it is told it forgets, and what the window sealed stays sealed. */
const memoryVault: SecretVault = {
  mode: 'memory',
  seal: () => Promise.reject(new Error('The terminal stores no secrets.')),
  open: () => Promise.reject(new Error('It was sealed by the window.')),
};

/**
 * Opens the engine on a data folder. `readonly` works beside a running Pulse and cannot be started.
 * Throws a `ProblemError` when the folder is in use, damaged or from a newer Pulse.
 */
export async function openEngine(
  options: SessionOptions & { readonly?: boolean },
  onMessage: (message: Message) => void = () => {},
): Promise<Engine> {
  if (!options.readonly) mkdirSync(options.data, { recursive: true, mode: 0o700 });
  return Engine.open({
    folder: options.data,
    migrationsFolder: MIGRATIONS_FOLDER,
    readonly: options.readonly ?? false,
    version: packageJson.version,
    clock: systemClock,
    log: pino({ level: process.env.PULSE_LOG_LEVEL ?? 'fatal' }, pino.destination(2)),
    notifier: {
      show: (message) => {
        onMessage(message);
        return Promise.resolve(true);
      },
    },
    vault: memoryVault,
  });
}
