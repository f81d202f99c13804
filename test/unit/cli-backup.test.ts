import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { ALL_RUNS, aRun, aWorld } from '../support/samples.ts';
import { temporaryFolder, testStore } from '../support/store.ts';

const main = join(import.meta.dirname, '../../electron/cli/main.ts');

function pulse(data: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args, '--data', data], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', TZ: 'UTC' },
    input: '',
  });
  return { code: status, out: stdout.trim(), err: stderr.trim() };
}

it('backs up beside a running Pulse, lists, says what going back costs, and goes back', () => {
  const folder = temporaryFolder();
  const store = testStore(folder);
  const { check } = aWorld(store);
  store.runs.append(aRun(check.id));
  const made = pulse(folder, 'backup');
  expect(made).toMatchObject({ code: 0, err: '' });
  const name = basename(made.out);
  for (let n = 0; n < 3; n++) store.runs.append(aRun(check.id));
  store.close();

  const listed = JSON.parse(pulse(folder, 'backups', '--json').out);
  expect(listed).toMatchObject({ name, kind: 'manual', tooNew: false });

  const asked = pulse(folder, 'restore');
  expect(asked.code).toBe(3);
  expect(asked.err).toContain('is lost: 3 check runs, the incidents they led to, and changes to connections');
  expect(asked.err).toContain('Add --yes');

  const restored = pulse(folder, 'restore', name, '--yes');
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(restored.out).toContain(join(folder, 'set-aside'));
  expect(testStore(folder).runs.count(ALL_RUNS)).toBe(1);
});

it('says so when there is nothing to go back to, and what there is', () => {
  const folder = temporaryFolder();
  expect(pulse(folder, 'backups')).toMatchObject({ code: 0, out: 'There are no backups yet.' });
  expect(pulse(folder, 'restore').err).toContain('There are no backups yet.');
  expect(pulse(folder, 'restore', 'nothing', '--yes')).toMatchObject({
    code: 3,
    err: expect.stringContaining('There is no backup named "nothing".'),
  });
});
