import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pressure } from '../../electron/engine/replica/api.ts';
import { Governor } from '../../electron/engine/schedule/governor.ts';

const T0 = 1_700_000_000_000;
const LOOK_MS = 15_000;

/** A governor that looks at a server every 15 seconds, and what the server shows at that time. */
class Desk {
  readonly governor = new Governor({ busyShare: 0.01, maxConcurrency: 2 });
  now = T0;
  activeMs = 0;
  /** On the server's clock, which nobody sets. */
  elapsed = 0;
  pressure: Pressure = {
    server: 'a',
    at: 0,
    lagSeconds: 0,
    activeMs: 0,
    sessions: 5,
    maxSessions: 100,
    conflicts: 0,
  };

  /** Looks `times` times; `active` queries run at one time meanwhile. */
  look(times = 1, active = 1, each: (pressure: Pressure) => void = () => {}): void {
    for (let i = 0; i < times; i++) {
      this.now += LOOK_MS;
      this.activeMs += active * LOOK_MS;
      each(this.pressure);
      this.elapsed += LOOK_MS;
      const at = this.elapsed / 1_000;
      this.governor.sample({ ...this.pressure, at, activeMs: this.activeMs }, this.now);
    }
  }

  statements(sql: string, ms: number, count: number): void {
    for (let i = 0; i < count; i++) this.governor.noteStatement(sql, ms, this.now);
  }

  get last(): string | undefined {
    return this.governor.changes[0]?.sentence;
  }
}

function calm(): Desk {
  const desk = new Desk();
  desk.look(20);
  expect(desk.governor.changes).toEqual([]);
  return desk;
}

describe('signs of stress', () => {
  test('a replica that falls back: half as much, one at a time, and the sentence says why', () => {
    const desk = calm();
    desk.look(1, 1, (pressure) => {
      pressure.lagSeconds = 12;
    });
    expect(desk.governor.share).toBe(0.005);
    expect(desk.governor.maxConcurrency).toBe(1);
    expect(desk.last).toBe('Halved to 0.5 %: the replica is 12 s behind and falling back.');
    expect(desk.governor.restraint?.sentence).toBe('The replica is 12 s behind and falling back.');
  });

  test('lag that is there but catches up is none', () => {
    const desk = calm();
    desk.pressure.lagSeconds = 40;
    desk.look();
    expect(desk.governor.changes).toHaveLength(1);
    desk.look(2, 1, (pressure) => {
      pressure.lagSeconds = (pressure.lagSeconds ?? 0) - 10;
    });
    expect(desk.last).toBe('Raised to 0.63 %: no sign of stress in the last half minute.');
  });

  test('conflicts with replay, of anybody', () => {
    const desk = calm();
    desk.pressure.conflicts = 3;
    desk.look();
    expect(desk.last).toBe('Halved to 0.5 %: replay had to cancel 3 queries on the replica.');
  });

  test('counters that begin anew with another server are none', () => {
    const desk = calm();
    desk.pressure = { ...desk.pressure, server: 'b', conflicts: 700, lagSeconds: 400 };
    desk.look();
    expect(desk.governor.changes).toEqual([]);
  });

  test("Pulse's own queries, all slower than each of them usually is", () => {
    const desk = new Desk();
    for (let minute = 0; minute < 10; minute++) {
      desk.statements('SELECT max(at) FROM orders', 2, 4);
      desk.statements('SELECT count(*) FROM events', 40, 4);
      desk.look(4);
    }
    expect(desk.governor.changes).toEqual([]);
    desk.statements('SELECT max(at) FROM orders', 20, 5);
    desk.statements('SELECT count(*) FROM events', 120, 5);
    desk.look();
    expect(desk.last).toMatch(/^Halved to 0\.5 %: Pulse's own queries take [\d.]+ times as long as usual\.$/);
  });

  test('one table that grew is not', () => {
    const desk = new Desk();
    for (let minute = 0; minute < 10; minute++) {
      desk.statements('SELECT max(at) FROM orders', 2, 6);
      desk.statements('SELECT count(*) FROM events', 40, 2);
      desk.look(4);
    }
    desk.statements('SELECT max(at) FROM orders', 2, 6);
    desk.statements('SELECT count(*) FROM events', 900, 2);
    desk.look();
    expect(desk.governor.changes).toEqual([]);
  });

  test('noise in tiny durations is not', () => {
    const desk = new Desk();
    for (let minute = 0; minute < 10; minute++) {
      desk.statements('SELECT max(at) FROM orders', 0.3, 8);
      desk.look(4);
    }
    desk.statements('SELECT max(at) FROM orders', 1.5, 20);
    desk.look();
    expect(desk.governor.changes).toEqual([]);
  });

  test('many more queries at one time than usual, until that is the usual', () => {
    const desk = calm();
    desk.look(1, 12);
    expect(desk.last).toBe('Halved to 0.5 %: the replica runs 12 queries at a time, usually 1.');
    desk.look(400, 12);
    expect(desk.governor.share).toBe(0.01);
  });

  test('a server before PostgreSQL 14 tells less, and the rest still counts', () => {
    const desk = new Desk();
    for (let i = 0; i < 10; i++) {
      desk.now += LOOK_MS;
      desk.governor.sample({ ...desk.pressure, at: i * 15, activeMs: null }, desk.now);
    }
    expect(desk.governor.changes).toEqual([]);
    desk.now += LOOK_MS;
    desk.governor.sample({ ...desk.pressure, at: 150, activeMs: null, sessions: 97 }, desk.now);
    expect(desk.last).toBe("Halved to 0.5 %: 97 of the server's 100 connections are taken.");
  });

  test('a query of its own that replay had to cancel acts at once', () => {
    const desk = calm();
    expect(desk.governor.noteTrouble("replay had to cancel a query of Pulse's", desk.now)).toBe(true);
    expect(desk.last).toBe("Halved to 0.5 %: replay had to cancel a query of Pulse's.");
  });
});

describe('the allowance', () => {
  test('does not go down twice for one moment', () => {
    const desk = calm();
    desk.governor.noteTrouble('x', desk.now);
    desk.governor.noteTrouble('x', desk.now + 1_000);
    expect(desk.governor.share).toBe(0.005);
  });

  test('goes down to a sixteenth and no further, while stress lasts', () => {
    const desk = calm();
    desk.look(40, 1, (pressure) => {
      pressure.lagSeconds = (pressure.lagSeconds ?? 0) + 15;
    });
    expect(desk.governor.share).toBe(0.01 / 16);
    expect(desk.governor.changes).toHaveLength(4);
    expect(desk.last).toMatch(/^Down to the least, 0\.06 %: the replica is .* behind and falling back\.$/);
  });

  test('comes back in steps of an eighth, and says so', () => {
    const desk = calm();
    desk.governor.noteTrouble('x', desk.now);
    desk.look(1);
    expect(desk.governor.share).toBe(0.005);
    desk.look(1);
    expect(desk.governor.share).toBe(0.00625);
    expect(desk.last).toBe('Raised to 0.63 %: no sign of stress in the last half minute.');
    desk.look(6);
    expect(desk.governor.share).toBe(0.01);
    expect(desk.governor.maxConcurrency).toBe(2);
    expect(desk.last).toBe('Back to 1 %: the replica is calm.');
    expect(desk.governor.restraint).toBeNull();
  });

  test('a clock that was set back does not freeze it', () => {
    const desk = calm();
    desk.governor.noteTrouble('x', desk.now);
    desk.now -= 86_400_000;
    desk.look(12);
    expect(desk.governor.share).toBe(0.01);
  });

  test('keeps between its floor and the configured share, whatever the server shows', () => {
    const looks = fc.array(
      fc.record({
        lag: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true }), { nil: null }),
        conflicts: fc.nat(5),
        active: fc.nat(300),
        trouble: fc.boolean(),
      }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(looks, (all) => {
        const desk = new Desk();
        for (const { lag, conflicts, active, trouble } of all) {
          if (trouble) desk.governor.noteTrouble('x', desk.now);
          desk.look(1, active, (pressure) => {
            pressure.lagSeconds = lag;
            pressure.conflicts = (pressure.conflicts ?? 0) + conflicts;
          });
          expect(desk.governor.share).toBeGreaterThanOrEqual(0.01 / 16);
          expect(desk.governor.share).toBeLessThanOrEqual(0.01);
          expect(desk.governor.restraint === null).toBe(desk.governor.share === 0.01);
        }
        desk.pressure.lagSeconds = 0;
        desk.look(4_000);
        expect(desk.governor.share).toBe(0.01);
      }),
      { numRuns: 30 },
    );
  });
});
