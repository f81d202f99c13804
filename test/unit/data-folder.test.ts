import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from '../../electron/cli/session.ts';
import { LogFile } from '../../electron/shell/log-file.ts';
import { temporaryFolder } from '../support/store.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;

test.skipIf(process.platform === 'win32')(
  'a data folder that is made is nobody else’s to look into',
  async () => {
    const data = join(temporaryFolder(), 'Pulse');
    const engine = await openEngine({ data, json: false });
    await engine.stop();
    expect(modeOf(data)).toBe(0o700);
    const log = new LogFile(join(data, 'logs', 'pulse.log'));
    log.write('{}\n');
    log.close();
    expect(modeOf(join(data, 'logs'))).toBe(0o700);
    expect(modeOf(join(data, 'logs', 'pulse.log'))).toBe(0o600);
  },
);
