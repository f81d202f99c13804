import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { autostartEntry, setAutostart } from '../../electron/shell/autostart.ts';
import { temporaryFolder } from '../support/store.ts';

const execOf = (args: string[], env: Record<string, string> = {}) =>
  /^Exec=(.*)$/m.exec(autostartEntry('Pulse', { args, env }))?.[1];

describe('an entry of the autostart folder', () => {
  test('starts the program', () => {
    expect(autostartEntry('Pulse', { args: ['/opt/Pulse/pulse', '--background'], env: {} })).toBe(
      '[Desktop Entry]\nType=Application\nName=Pulse\nExec=/opt/Pulse/pulse --background\nTerminal=false\nX-GNOME-Autostart-enabled=true\n',
    );
  });

  test('gives it its environment', () => {
    expect(execOf(['/usr/bin/pulse'], { PULSE_DATA_DIR: '/srv/my data' })).toBe(
      'env "PULSE_DATA_DIR=/srv/my data" /usr/bin/pulse',
    );
  });

  test('quotes what the desktop would take apart or fill in', () => {
    expect(execOf(['/home/me/My "best" apps/pulse'])).toBe('"/home/me/My \\\\"best\\\\" apps/pulse"');
    expect(execOf(['/a/$HOME/50%'])).toBe('"/a/\\\\$HOME/50%%"');
  });

  test('is written once, and removed', () => {
    const file = join(temporaryFolder(), 'autostart', 'app.pulse.desktop');
    setAutostart(file, null);
    expect(existsSync(file)).toBe(false);
    setAutostart(file, 'one');
    const { mtimeNs } = statSync(file, { bigint: true });
    setAutostart(file, 'one');
    expect(statSync(file, { bigint: true }).mtimeNs).toBe(mtimeNs);
    setAutostart(file, 'two');
    expect(readFileSync(file, 'utf8')).toBe('two');
    setAutostart(file, null);
    expect(existsSync(file)).toBe(false);
  });
});
