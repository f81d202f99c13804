/** The faults as a table for people, in a terminal of any width. */
import type { FaultInfo } from './faults/fault.ts';

export function faultTable(faults: readonly FaultInfo[], active: ReadonlySet<string>): string {
  const rows = faults.map((fault) => [
    `${active.has(fault.name) ? '* ' : '  '}${fault.name}`,
    fault.table ?? '(the replica)',
    fault.title,
    fault.seenBy.join(', '),
  ]);
  const all = [['  NAME', 'TABLE', 'WHAT HAPPENS', 'SEEN BY'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (active.size > 0) lines.push('', '* active in the running demo');
  return `${lines.join('\n')}\n`;
}
