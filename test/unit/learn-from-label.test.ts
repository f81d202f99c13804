import { expect, test } from 'vitest';
import type { HandlerDeps } from '../../electron/engine/handlers/handlers.ts';
import { learnFromLabel } from '../../electron/engine/incidents/learn-from-label.ts';
import type { IncidentLabel } from '../../shared/domain/incident.ts';
import { IncidentDesk } from '../support/incident-desk.ts';
import { aRun } from '../support/samples.ts';
import { temporaryFolder } from '../support/store.ts';

const MINUTE = 60_000;

function setUp() {
  const desk = new IncidentDesk(temporaryFolder());
  const check = desk.addCheck(desk.addConnection('shop'), 'orders');
  const run = (status: 'pass' | 'fail', value: number) => {
    desk.store.runs.append(aRun(check.id, { finishedAt: desk.now, status, value }));
    desk.observe(check, { bad: status === 'fail' });
    desk.advance(MINUTE);
  };
  const taught: unknown[] = [];
  const ran: number[] = [];
  const deps = {
    store: desk.store,
    roster: { memories: { correct: (...said: unknown[]) => taught.push(said.slice(1)) } },
    monitor: { runSoon: (ids: number[]) => ran.push(...ids) },
  } as unknown as HandlerDeps;
  const label = (wanted: IncidentLabel | null) => {
    const [incident] = desk.incidents;
    if (incident) learnFromLabel(deps, incident, wanted);
    desk.close();
    return { taught, ran };
  };
  return { desk, check, run, label };
}

test('what was noise was normal: the last bad value of it is learned, and looked at again', () => {
  const { desk, check, run, label } = setUp();
  run('pass', 10);
  run('fail', 70);
  const at = desk.now;
  run('fail', 80);
  expect(label('noise')).toEqual({ taught: [[at, 80, true]], ran: [check.id] });
});

test('what was real is not learned, also when it is over, and whatever came after', () => {
  const { desk, run, label } = setUp();
  const at = desk.now;
  run('fail', 70);
  run('pass', 10);
  expect(label('real')).toEqual({ taught: [[at, 70, false]], ran: [] });
});

test.each([['expected'], [null]] as const)('%s teaches nothing', (wanted) => {
  const { run, label } = setUp();
  run('fail', 70);
  expect(label(wanted).taught).toEqual([]);
});

test('the same label again teaches nothing twice', () => {
  const { desk, run, label } = setUp();
  run('fail', 70);
  desk.store.incidents.update(desk.incidents[0]?.id ?? 0, { label: 'noise' });
  expect(label('noise').taught).toEqual([]);
});
