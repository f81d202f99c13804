import { vi } from 'vitest';

type Method = (input: unknown) => unknown;

/**
 * The page's side without a page: a frame is a timer, and the main process is what `methods` answer. Every call is
 * noted by its name. Undone by `vi.unstubAllGlobals()`.
 */
export function stubBridge(methods: Readonly<Record<string, Method>>): { called: string[] } {
  const called: string[] = [];
  const pulse = Object.fromEntries(
    Object.entries(methods).map(([name, answer]) => [
      name,
      (input: unknown) => {
        called.push(name);
        return Promise.resolve({ ok: true, value: answer(input) });
      },
    ]),
  );
  vi.stubGlobal('window', { pulse });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  return { called };
}
