import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A program as it is started: what it needs in its environment, and its arguments, the program itself first. */
export interface Command {
  env: Readonly<Record<string, string>>;
  args: readonly string[];
}

/**
 * An entry of the desktop's autostart folder.
 * https://specifications.freedesktop.org/autostart-spec/latest/
 */
export function autostartEntry(name: string, { env, args }: Command): string {
  const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  const words = variables.length > 0 ? ['env', ...variables, ...args] : args;
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${words.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Writes the entry, or with null removes it. Touches nothing when that is so already. */
export function setAutostart(file: string, entry: string | null): void {
  if (entry === null) {
    rmSync(file, { force: true });
    return;
  }
  if (readIfThere(file) === entry) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, entry);
}

/** First the quoting of arguments, then that of strings; a single percent sign would be a field code. */
function quoted(word: string): string {
  const argument = /^[\w@+=:,./-]+$/.test(word) ? word : `"${word.replace(/["`$\\]/g, '\\$&')}"`;
  return argument.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
