import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportFileName } from '../../electron/engine/export/file-name.ts';
import { placeInArguments, placeOf } from '../../electron/shell/deep-link.ts';
import { createLogger } from '../../electron/shell/log.ts';
import { LogFile, scrub } from '../../electron/shell/log-file.ts';
import { OverallTracker } from '../../electron/shell/overall.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';

describe('links', () => {
  test.each([
    ['pulse://incident/7', { to: 'incident', id: 7 }],
    ['pulse://overview', { to: 'overview' }],
    ['pulse://settings/', { to: 'settings' }],
    ['pulse://table/12', { to: 'table', id: 12 }],
    ['pulse://History', { to: 'history' }],
    ['pulse://table/0', null],
    ['pulse://demo', null],
    ['pulse://incident/0', null],
    ['pulse://incident/7/../../x', null],
    ['pulse://incident/7;rm', null],
    ['https://incident/7', null],
    ['--flag', null],
  ])('%s', (link, place) => {
    expect(placeOf(link)).toEqual(place);
  });

  test('are found among the arguments of a second start', () => {
    expect(placeInArguments(['/bin/pulse', '--x', 'pulse://incident/3'])).toEqual({ to: 'incident', id: 3 });
    expect(placeInArguments(['/bin/pulse'])).toBeNull();
  });
});

describe('the overall state', () => {
  const table = (id: number, health: string) =>
    ({ name: 'table.changed', payload: { id, health } }) as unknown as PulseEvent;
  const connection = (id: number, status: string) =>
    ({ name: 'connection.changed', payload: { id, status } }) as unknown as PulseEvent;

  test('is the worst of all, and says so in words', () => {
    const tracker = new OverallTracker();
    expect(tracker.overall).toEqual({ state: 'idle', words: 'nothing to watch yet' });
    for (const event of [table(1, 'healthy'), table(2, 'healthy')]) tracker.follow(event);
    expect(tracker.overall).toEqual({ state: 'healthy', words: '2 tables, all healthy' });
    tracker.follow(table(1, 'warning'));
    tracker.follow(table(2, 'broken'));
    expect(tracker.overall).toEqual({ state: 'broken', words: '1 table broken, 1 table with a warning' });
    expect(tracker.follow({ name: 'table.removed', payload: { id: 2 } })).toBe(true);
    expect(tracker.overall.state).toBe('warning');
  });

  test('is not green while something cannot be judged or is only learning', () => {
    const tracker = new OverallTracker();
    tracker.follow(table(1, 'learning'));
    expect(tracker.overall).toEqual({ state: 'idle', words: '1 table learning' });
    tracker.follow(table(2, 'unjudged'));
    expect(tracker.overall.state).toBe('unjudged');
    const lonely = new OverallTracker();
    lonely.follow(connection(1, 'down'));
    expect(lonely.overall).toEqual({ state: 'unjudged', words: '1 connection not usable' });
  });

  test('is not drawn anew for what changes nothing', () => {
    const tracker = new OverallTracker();
    expect(tracker.follow(table(1, 'healthy'))).toBe(true);
    expect(tracker.follow(table(1, 'healthy'))).toBe(false);
    expect(tracker.follow({ name: 'navigate', payload: { to: 'overview' } })).toBe(false);
  });
});

describe('the log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pulse-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is put aside when it is full, and the oldest goes', () => {
    const file = new LogFile(join(folder, 'a.log'), 10);
    for (let line = 0; line < 6; line += 1) file.write(`line number ${line}\n`);
    file.close();
    expect(readFileSync(join(folder, 'a.log'), 'utf8')).toBe('line number 5\n');
    expect(readFileSync(join(folder, 'a.log.3'), 'utf8')).toBe('line number 2\n');
    expect(existsSync(join(folder, 'a.log.4'))).toBe(false);
  });

  test('never stops the program that writes it', () => {
    expect(() => new LogFile('/dev/null/no/such/folder/a.log').write('x')).not.toThrow();
  });

  test('holds no password, whichever way it came', () => {
    const log = createLogger(folder, false);
    log.info({ password: 'hunter2', connection: { password: 'hunter2', host: 'db' } }, 'one');
    log.error({ err: new Error('cannot reach postgres://me:hunter2@db/shop') }, 'two');
    const row = Object.assign(new Error('bad row'), { detail: 'Key (email)=(a@b.c) exists', code: '23505' });
    log.error({ err: row }, 'three');
    const written = readFileSync(join(folder, 'logs/pulse.log'), 'utf8');
    expect(written).not.toMatch(/hunter2|a@b\.c/);
    expect(written).toContain('postgres://me:***@db/shop');
    expect(written).toContain('23505');
  });

  test('keeps an address without a password as it is', () => {
    expect(scrub('postgresql://me@db/shop')).toBe('postgresql://me@db/shop');
  });
});

test('an export is named so that it sorts by time', () => {
  const now = new Date(2026, 2, 9, 14, 5);
  expect(exportFileName({ dataset: 'runs', gzip: false }, now)).toBe('pulse-check-runs-2026-03-09-1405.csv');
  expect(exportFileName({ dataset: 'queries', gzip: true }, now)).toBe(
    'pulse-query-log-2026-03-09-1405.csv.gz',
  );
});
