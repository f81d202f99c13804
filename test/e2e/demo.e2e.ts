import { serveControl } from '../../demo/control.ts';
import { windowFront } from '../../demo/front.ts';
import { type DemoWorld, startDemoWorld } from '../../demo/world.ts';
import { joinDesktop } from '../../scripts/desktop.ts';
import type { DemoFault } from '../../shared/domain/demo.ts';
import type { TableDetail, TableView } from '../../shared/domain/table.ts';
import { expect, type PulseApp, test } from './support/app.ts';

const FAULT = 'column_renamed';
const desktop = joinDesktop();

let world: DemoWorld;
let control: Awaited<ReturnType<typeof serveControl>>;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  world = await startDemoWorld({ scale: 0.02 });
  control = await serveControl(world);
});
test.afterAll(async () => {
  await control?.close();
  await world?.stop();
});

async function faults(pulse: PulseApp): Promise<DemoFault[]> {
  const answer = await pulse.call('demo.faults');
  if (!answer.ok) throw new Error(answer.problem.title);
  return answer.value as DemoFault[];
}

test('the whole way: a break in the primary reaches the desktop through the standby, and heals', async ({
  launch,
}) => {
  test.setTimeout(240_000);
  const { PULSE_DATA_DIR: _, ...env } = windowFront(world, '', control).env;
  const pulse = await launch(env);
  // On a machine that stumbles, the shop does, too: what else broke at that moment is told in the same message.
  const toldOf = (subject: string) =>
    desktop?.waitForNotification(
      ({ summary, body }) => `${summary}\n${body}`.split('\n').some((line) => line.startsWith(subject)),
      120_000,
    );

  expect(await pulse.call('app.info')).toMatchObject({ value: { demo: true } });
  const fault = (await faults(pulse)).find(({ name }) => name === FAULT);
  expect(fault).toMatchObject({ active: false });
  const table = fault?.table ?? '';

  await expect(pulse.page.getByText(table).first()).toBeVisible({ timeout: 60_000 });
  const find = async () => {
    const answer = await pulse.call('tables.list');
    const list = answer.ok ? (answer.value as TableView[]) : [];
    return list.find(({ schema, name }) => `${schema}.${name}` === table);
  };
  const health = async () => (await find())?.health;
  // Asks at once instead of at the next due time, as the button in the window does.
  const checkNow = async () => {
    const answer = await pulse.call('tables.get', { id: (await find())?.id });
    const ids = answer.ok ? (answer.value as TableDetail).checks.map((check) => check.id) : [];
    expect(await pulse.call('checks.runNow', { ids })).toMatchObject({ ok: true });
  };
  // Its schema must have been seen whole before a change of it can be noticed.
  await expect.poll(health, { timeout: 90_000 }).toMatch(/healthy|learning/);

  expect(await pulse.call('demo.inject', { name: FAULT })).toMatchObject({ ok: true });
  await checkNow();
  const broken = await toldOf(`${table}: `);
  expect(broken?.urgency).not.toBe('low');
  await expect.poll(health).toMatch(/broken|warning/);

  expect(await pulse.call('demo.heal', { name: FAULT })).toMatchObject({ ok: true });
  expect((await faults(pulse)).filter(({ active }) => active)).toEqual([]);
  await checkNow();
  await expect.poll(health, { timeout: 120_000 }).toMatch(/healthy|learning/);
});

test('an unknown fault is refused in a sentence', async ({ launch }) => {
  const { PULSE_DATA_DIR: _, ...env } = windowFront(world, '', control).env;
  const pulse = await launch(env);
  expect(await pulse.call('demo.inject', { name: 'earthquake' })).toMatchObject({
    ok: false,
    problem: { code: 'demo', detail: expect.stringContaining(FAULT) },
  });
});
