import { describe, expect, test, vi } from 'vitest';
import { FirstLine } from '../../electron/shell/first-line.ts';

describe('the first line that a page waits for', () => {
  test('is said as it stands when the page is given out', async () => {
    const line = new FirstLine();
    line.listening();
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
      line.listening();
      const answer = line.answer();
      await vi.advanceTimersByTimeAsync(500);
      expect(await answer).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  test('keeps the page back while nothing that it asks would be answered', async () => {
    const line = new FirstLine();
    line.known(() => 'Nothing is watched yet');
    const given = vi.fn();
    const answer = line.answer().then(given);
    await new Promise((resolve) => setImmediate(resolve));
    expect(given).not.toHaveBeenCalled();
    line.listening();
    await answer;
    expect(given).toHaveBeenCalledWith('Nothing is watched yet');
  });

  test('is settled when the page has drawn it and asks for no more of its program', async () => {
    vi.useFakeTimers();
    try {
      const line = new FirstLine();
      const settled = vi.fn();
      void line.settled(1_000).then(settled);
      line.asked();
      await vi.advanceTimersByTimeAsync(100);
      expect(settled).not.toHaveBeenCalled();
      line.drawn();
      await vi.advanceTimersByTimeAsync(30);
      line.asked();
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
