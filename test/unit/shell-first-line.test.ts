import { describe, expect, test, vi } from 'vitest';
import { FirstLine } from '../../electron/shell/first-line.ts';

describe('the first line that a page waits for', () => {
  test('is said as it stands when the page is given out', async () => {
    const line = new FirstLine();
    let answer = 'All 2 tables healthy';
    line.known(() => answer);
    expect(await line.answer()).toBe('All 2 tables healthy');
    answer = '1 table healthy, 1 broken';
    expect(await line.answer()).toBe('1 table healthy, 1 broken');
    line.known(() => null);
    expect(await line.answer()).toBeNull();
  });

  test('is not waited for longer than a start that shows how it goes', async () => {
    vi.useFakeTimers();
    try {
      const line = new FirstLine();
      const answer = line.answer();
      await vi.advanceTimersByTimeAsync(800);
      expect(await answer).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  test('keeps the program back while nothing that it asks would be answered, but no letters', async () => {
    const line = new FirstLine();
    const given = vi.fn();
    const program = line.asked('app://pulse/assets/window.js').then(given);
    await line.asked('app://pulse/assets/inter.woff2');
    expect(given).not.toHaveBeenCalled();
    line.listening();
    await program;
    expect(given).toHaveBeenCalled();
  });

  test('is drawn before the rest is read, unless there is none or it takes too long', async () => {
    vi.useFakeTimers();
    try {
      const goOn = vi.fn();
      const line = new FirstLine();
      void line.drawnIfKnown(1_000).then(goOn);
      line.known(() => 'Nothing is watched yet');
      await vi.advanceTimersByTimeAsync(999);
      expect(goOn).not.toHaveBeenCalled();
      line.drawn();
      await vi.advanceTimersByTimeAsync(0);
      expect(goOn).toHaveBeenCalledTimes(1);
      const undrawn = new FirstLine();
      undrawn.known(() => 'Nothing is watched yet');
      void undrawn.drawnIfKnown(1_000).then(goOn);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(goOn).toHaveBeenCalledTimes(2);
      const failed = new FirstLine();
      failed.known(() => null);
      await failed.drawnIfKnown(1_000);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is settled when the page has drawn it and asks for no more of its program', async () => {
    vi.useFakeTimers();
    try {
      const line = new FirstLine();
      const settled = vi.fn();
      void line.settled(1_000).then(settled);
      line.drawn();
      await vi.advanceTimersByTimeAsync(100);
      expect(settled).not.toHaveBeenCalled();
      line.listening();
      await vi.advanceTimersByTimeAsync(30);
      void line.asked('app://pulse/assets/window.js');
      await vi.advanceTimersByTimeAsync(30);
      expect(settled).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(10);
      expect(settled).toHaveBeenCalled();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test('holds nothing up that takes too long to be drawn', async () => {
    vi.useFakeTimers();
    try {
      const settled = vi.fn();
      void new FirstLine().settled(1_000).then(settled);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(settled).toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });
});
