import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';
import type { RunStatus } from '../../shared/domain/status.ts';
import { type Health, healthOf } from '../../shared/domain/status.ts';
import type { TableView } from '../../shared/domain/table.ts';

type Style = Parameters<typeof styleText>[0];

/** A word and a shape for each health: never colour alone. */
const looks: Record<Health, { mark: string; word: string; style: Style }> = {
  broken: { mark: '✗', word: 'broken', style: 'red' },
  warning: { mark: '!', word: 'warning', style: 'yellow' },
  unjudged: { mark: '?', word: 'not judged', style: 'magenta' },
  learning: { mark: '…', word: 'learning', style: 'cyan' },
  healthy: { mark: '✓', word: 'healthy', style: 'green' },
};

const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** Stands for the escape character in what is painted here: nobody else's text can hold it. */
const ESCAPE = `<${randomUUID()}>`;

export function paint(style: Style, text: string): string {
  return colours ? styleText(style, visible(text)).replaceAll('\u001b', ESCAPE) : text;
}

/**
 * Text as a terminal may show it: what would steer it, or turn the direction of writing, is written out. Names and values
 * come out of databases, and out of files that somebody else wrote.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (sign) => {
    if (sign === '\n') return '\\n';
    return sign === '\t' ? '\\t' : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** `✗ broken     `, coloured on a terminal. */
export function healthMark(health: Health): string {
  const { mark, word, style } = looks[health];
  return paint(style, `${mark} ${word.padEnd(10)}`);
}

export function statusMark(status: RunStatus | null): string {
  return status === null ? healthMark('learning') : healthMark(healthOf(status));
}

export function line(text = ''): void {
  process.stdout.write(`${visible(text).replaceAll(ESCAPE, '\u001b')}\n`);
}

export function json(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** The answer in one sentence: "11 tables healthy, 1 broken". */
export function summary(tables: readonly TableView[]): string {
  if (tables.length === 0) return 'No tables are watched yet.';
  const count = (health: Health) => tables.filter((table) => table.health === health).length;
  const healthy = count('healthy');
  const parts = [`${healthy} ${healthy === 1 ? 'table' : 'tables'} healthy`];
  for (const health of ['broken', 'warning', 'unjudged', 'learning'] as const) {
    if (count(health) > 0) parts.push(`${count(health)} ${looks[health].word}`);
  }
  return parts.join(', ');
}

/** 0 healthy, 1 broken, 2 not judged. As with dbt, warnings alone fail nothing. */
export function exitCodeOf(healths: readonly Health[]): 0 | 1 | 2 {
  if (healths.includes('broken')) return 1;
  return healths.length === 0 || healths.includes('unjudged') || healths.includes('learning') ? 2 : 0;
}

export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
