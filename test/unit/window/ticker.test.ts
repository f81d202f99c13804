import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Attention } from '../../../renderer/src/attention.ts';
import { Ticker } from '../../../renderer/src/hooks/ticker.ts';

describe('the times in the window', () => {
  let page: EventTarget;
  let attention: Attention;
  let ticker: Ticker;
  /** How often the time that is near was looked at since the last question. */
  let looks: () => number;
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000_000_000 });
    page = new EventTarget();
    attention = new Attention(page);
    ticker = new Ticker(attention);
    const listener = vi.fn();
    stop = ticker.subscribe(listener, undefined);
    looks = () => {
      const { length } = listener.mock.calls;
      listener.mockClear();
      return length;
    };
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);

  it('go on by the second while somebody uses it', () => {
    for (let n = 0; n < 4; n++) {
      pass(30);
      page.dispatchEvent(new Event('pointermove'));
    }
    expect(looks()).toBe(120);
  });

  it('go on about once a minute while somebody only looks on', () => {
    pass(60);
    looks();
    pass(225);
    expect(looks()).toBe(3);
  });

  it('go on with whatever else is drawn then', () => {
    pass(130);
    looks();
    attention.draw();
    expect(looks()).toBe(1);
    pass(74);
    expect(looks()).toBe(0);
    pass(1);
    expect(looks()).toBe(1);
  });

  it.each(['pointermove', 'pointerdown', 'wheel', 'keydown', 'focus', 'visibilitychange'])(
    'are up to date after %s',
    (sign) => {
      pass(93);
      looks();
      page.dispatchEvent(new Event(sign));
      expect(looks()).toBe(1);
      pass(10);
      expect(looks()).toBe(10);
    },
  );

  it('are looked at every ten seconds where they are told in minutes, and more often once they come near', () => {
    const far = vi.fn();
    const stopFar = ticker.subscribe(far, Date.now() + 150_000);
    pass(29);
    expect(far).toHaveBeenCalledTimes(3);
    for (let n = 0; n < 10; n++) {
      page.dispatchEvent(new Event('pointermove'));
      pass(10);
    }
    expect(far.mock.calls.length).toBeGreaterThan(90);
    stopFar();
  });

  it('cost nothing when none is shown', () => {
    stop();
    expect(vi.getTimerCount()).toBe(0);
    pass(100);
    page.dispatchEvent(new Event('keydown'));
    expect(vi.getTimerCount()).toBe(0);
    expect(looks()).toBe(0);
  });
});
