import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckInput, CheckRun, Suggestion } from '../../shared/domain/check.ts';
import type { ConnectionInput } from '../../shared/domain/connection.ts';
import type { InboxItem, IncidentView } from '../../shared/domain/incident.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import type { CatalogueTable, TableDetail, TableView } from '../../shared/domain/table.ts';
import type { PulseApp } from './support/app.ts';
import { ask } from './support/ask.ts';
import { storeDefects } from './support/data-folder.ts';
import { expect, test } from './support/demo.ts';
import { exportAll } from './support/export.ts';
import { PATIENCE } from './support/walk.ts';

const CUSTOMERS = 'public.customers';
const DROPPED = `${CUSTOMERS}: Schema failed`;
const TIMES_KILLED = 3;
/** Killed somewhere in a span in which runs finish all the time. */
const KILLED_WITHIN_MS = 3_000;

test('killed while it writes, again and again, it loses no run that it told of and says nothing twice', async ({
  launch,
  dataFolder,
  world,
  news,
}, testInfo) => {
  test.setTimeout(240_000);
  let pulse = await launch();
  const told = await runsTold(pulse);
  await watchEverything(pulse, world.analyst.urlFor('standby'));
  await expect.poll(() => told.size, PATIENCE).toBeGreaterThan(20);
  await world.inject('column_dropped');
  await runAllNow(pulse);
  await news.wait(DROPPED, 60_000);

  for (let round = 1; round <= TIMES_KILLED; round++) {
    const before = told.size;
    const busy = keepBusy(pulse);
    await expect.poll(() => told.size, PATIENCE).toBeGreaterThan(before + 20);
    const moment = Math.random() * KILLED_WITHIN_MS;
    await sleep(moment);
    await kill(pulse);
    await busy;
    testInfo.annotations.push({
      type: 'killed',
      description: `after ${told.size} runs, ${Math.round(moment)} ms into being busy`,
    });
    expect(storeDefects(dataFolder)).toEqual([]);

    pulse = await launch();
    const toldBefore = [...told];
    await runsTold(pulse, told);
    // By number and time: the number of a run that was lost would be given to another one.
    const file = join(dataFolder, `round-${round}.csv`);
    const kept = new Map((await exportAll(pulse, file)).map((row) => [Number(row.run_id), row.finished_at]));
    const lost = ([id, finishedAt]: [number, number]) => kept.get(id) !== new Date(finishedAt).toISOString();
    expect(toldBefore.filter(lost)).toEqual([]);
    // What the window reads is the same history.
    const listed = await listRuns(pulse);
    expect(toldBefore.filter(([id, finishedAt]) => listed.get(id) !== finishedAt)).toEqual([]);
  }

  await test.step('the break is still the same one, and was told once', async () => {
    await runAllNow(pulse);
    const broken = await ask<TableView[]>(pulse, 'tables.list');
    expect(broken.find(({ name }) => name === 'customers')).toMatchObject({ health: 'broken' });
    const open = await ask<IncidentView[]>(pulse, 'incidents.list', { states: ['firing'], limit: 50 });
    expect(open.map(({ title }) => title)).toEqual([DROPPED]);
    const inbox = await ask<InboxItem[]>(pulse, 'inbox.list', { limit: 50 });
    expect(inbox.map(({ title, delivery }) => [title, delivery])).toEqual([[DROPPED, 'native']]);
    expect(news.about().map(({ summary }) => summary)).toEqual([DROPPED]);
  });

  await world.heal('column_dropped');
  await runAllNow(pulse);
  await news.wait(`${CUSTOMERS}: back to normal`, 90_000);
  expect(news.about().map(({ summary }) => summary)).toEqual([DROPPED, `${CUSTOMERS}: back to normal`]);
  await pulse.quit();
  expect(storeDefects(dataFolder)).toEqual([]);
});

/** Takes all tables under watch with their suggested checks, each as often as Pulse allows. */
async function watchEverything(pulse: PulseApp, url: string): Promise<void> {
  const settings = await ask<Settings>(pulse, 'settings.get');
  // Else the password would be gone with the process.
  await ask(pulse, 'settings.set', { ...settings, allowPlainSecrets: true });
  const parsed = await ask<ConnectionInput>(pulse, 'connections.parse', { url });
  const policy = { ...parsed.policy, busyShare: 0.2 };
  const { id } = await ask<{ id: number }>(pulse, 'connections.create', {
    ...parsed,
    name: 'Shop replica',
    policy,
  });
  for (const { schema, name } of await ask<CatalogueTable[]>(pulse, 'catalogue.tables', {
    connectionId: id,
  })) {
    const table = { connectionId: id, schema, name };
    const suggestions = await ask<Suggestion[]>(pulse, 'catalogue.suggest', table);
    const checks = suggestions
      .filter(({ recommended }) => recommended)
      .map(({ check }): CheckInput => ({ ...check, intervalMs: 10_000 }));
    await ask(pulse, 'tables.monitor', { ...table, checks });
  }
}

/** Number and end of all runs that the window is told of from now on, kept on this side of the kill. */
async function runsTold({ page }: PulseApp, told = new Map<number, number>()): Promise<Map<number, number>> {
  await page.exposeFunction('tell', (runs: CheckRun[]) => {
    for (const { id, finishedAt } of runs) told.set(id, finishedAt);
  });
  await page.evaluate(() => {
    const { pulse, tell } = window as unknown as {
      pulse: { onEvents(listener: (events: { name: string; payload: unknown }[]) => void): void };
      tell(runs: unknown[]): void;
    };
    pulse.onEvents((events) => {
      const runs = events.filter(({ name }) => name === 'run.finished').map(({ payload }) => payload);
      if (runs.length > 0) tell(runs);
    });
  });
  return told;
}

async function checkIds(pulse: PulseApp): Promise<number[]> {
  const tables = await ask<TableView[]>(pulse, 'tables.list');
  const details = await Promise.all(tables.map(({ id }) => ask<TableDetail>(pulse, 'tables.get', { id })));
  return details.flatMap(({ checks }) => checks.map(({ id }) => id));
}

async function runAllNow(pulse: PulseApp): Promise<void> {
  await ask(pulse, 'checks.runNow', { ids: await checkIds(pulse) });
}

/** Asks for all checks over and over, until the app is gone. */
async function keepBusy(pulse: PulseApp): Promise<void> {
  const ids = await checkIds(pulse);
  while (pulse.process.signalCode === null) {
    const answered = await pulse.call('checks.runNow', { ids }).catch(() => null);
    if (answered === null) return;
    await sleep(100);
  }
}

async function kill(pulse: PulseApp): Promise<void> {
  const ended = once(pulse.process, 'exit');
  pulse.complaints.allow(/the page crashed/);
  pulse.process.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
}

async function listRuns(pulse: PulseApp): Promise<Map<number, number>> {
  const ends = new Map<number, number>();
  for (let beforeId: number | null = null; ; ) {
    const page: CheckRun[] = await ask<CheckRun[]>(pulse, 'runs.list', { filter: {}, beforeId, limit: 500 });
    for (const { id, finishedAt } of page) ends.set(id, finishedAt);
    const last = page.at(-1);
    if (last === undefined) return ends;
    beforeId = last.id;
  }
}
