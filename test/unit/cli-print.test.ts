import { expect, test, vi } from 'vitest';
import { fail } from '../../electron/cli/failure.ts';
import { line } from '../../electron/cli/print.ts';
import { ProblemError } from '../../electron/engine/problem.ts';

function written(stream: 'stdout' | 'stderr', work: () => void): string {
  let text = '';
  const spy = vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    work();
  } finally {
    spy.mockRestore();
  }
  return text;
}

test('what stands in a file or in the data cannot steer the terminal', () => {
  const said = written('stdout', () => {
    line('host: old → evil\u001b[1A\u001b[2K');
    line('New value: "x\n✓ healthy    public.orders"');
    line('c1 \u009b31m, bell \u0007, bidi \u202egpj.exe, tab\t.');
    line('Café “ok” 😀');
  });
  expect(said).toBe(
    [
      'host: old → evil\\u001b[1A\\u001b[2K',
      'New value: "x\\n✓ healthy    public.orders"',
      'c1 \\u009b31m, bell \\u0007, bidi \\u202egpj.exe, tab\\t.',
      'Café “ok” 😀',
      '',
    ].join('\n'),
  );
});

test('nor can what a server says when something fails', () => {
  const problem = { code: 'x', title: 'No.', hint: 'Try.', detail: 'ERROR: \u001b]52;c;cm0gLXJm\u0007' };
  expect(written('stderr', () => void fail(new ProblemError(problem)))).toBe(
    'No.\nTry.\n(ERROR: \\u001b]52;c;cm0gLXJm\\u0007)\n',
  );
});
