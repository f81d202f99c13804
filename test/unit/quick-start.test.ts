import { describe, expect, test } from 'vitest';
import type { Engine } from '../../electron/engine/engine.ts';
import { ProblemError } from '../../electron/engine/problem.ts';
import { monitorRecommended } from '../../electron/engine/quick-start.ts';

const cancelled = () =>
  new ProblemError({ code: 'stopped', title: 'Pulse stopped the query.', hint: '', detail: null });

/** An engine that is told to stop when it is asked for `at`, and fails that as it does when its sessions end. */
function engineStoppedAt(at: string, asked: string[], stops = true): Engine {
  let stopped = false;
  const answer = (name: string, value: unknown) => () => {
    asked.push(name);
    if (name !== at) return Promise.resolve(value);
    stopped = stops;
    return Promise.reject(cancelled());
  };
  const table = { schema: 'public', canSelect: true, monitoredTableId: null };
  return {
    handlers: {
      'catalogue.tables': answer('catalogue.tables', [
        { ...table, name: 'orders' },
        { ...table, name: 'items' },
      ]),
      'catalogue.suggest': answer('catalogue.suggest', []),
      'tables.monitor': answer('tables.monitor', null),
    },
    get stopped() {
      return stopped;
    },
  } as unknown as Engine;
}

describe('taking tables under watch', () => {
  test('who quits while the tables are listed hears of no error', async () => {
    const asked: string[] = [];
    await monitorRecommended(engineStoppedAt('catalogue.tables', asked), 1, null, () => {});
    expect(asked).toEqual(['catalogue.tables']);
  });

  test('who quits at a table is not asked about the next one', async () => {
    const asked: string[] = [];
    const told: unknown[] = [];
    await monitorRecommended(engineStoppedAt('catalogue.suggest', asked), 1, null, (progress) =>
      told.push(progress),
    );
    expect(asked).toEqual(['catalogue.tables', 'catalogue.suggest']);
    expect(told).toEqual([]);
  });

  test('without a stop, a table that fails is told of and a list that fails is an error', async () => {
    const told: unknown[] = [];
    await monitorRecommended(engineStoppedAt('catalogue.suggest', [], false), 1, null, (progress) =>
      told.push(progress),
    );
    expect(told).toHaveLength(2);
    await expect(
      monitorRecommended(engineStoppedAt('catalogue.tables', [], false), 1, null, () => {}),
    ).rejects.toThrow('Pulse stopped the query.');
  });
});
