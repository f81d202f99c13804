import { resolve } from 'node:path';
import { Command } from 'commander';
import { RunFilter } from '../../../shared/domain/export.ts';
import { RunStatus } from '../../../shared/domain/status.ts';
import { formatCount } from '../../../shared/format.ts';
import { ProblemError } from '../../engine/problem.ts';
import { json } from '../print.ts';
import { openEngine, type SessionOptions, withSessionOptions } from '../session.ts';

interface Options extends SessionOptions {
  out: string;
  table?: string;
  status?: string[];
  from?: string;
  to?: string;
}

/** `pulse export`: check history as CSV. Works beside a running Pulse. */
export function exportCommand(): Command {
  return withSessionOptions(new Command('export').description('write check history to a CSV file'))
    .requiredOption('--out <file>', 'the file to write; it appears complete or not at all')
    .option('--table <schema.table>', 'only this table')
    .option('--status <status...>', `only runs that ended so: ${RunStatus.options.join(', ')}`)
    .option('--from <time>', 'from this time on, such as 2026-11-01 or 2026-11-01T08:00Z')
    .option('--to <time>', 'before this time')
    .action(async (options: Options) => {
      const engine = await openEngine({ ...options, readonly: true });
      try {
        const progress = await engine.exportTo(
          filterOf(options, await tableId(engine, options.table)),
          resolve(options.out),
        );
        if (progress.problem) throw new ProblemError(progress.problem);
        if (options.json) json(progress);
        else process.stderr.write(`${formatCount(progress.rows, 'run')} written to ${progress.path}\n`);
      } finally {
        await engine.stop();
      }
    });
}

async function tableId(
  engine: Awaited<ReturnType<typeof openEngine>>,
  wanted: string | undefined,
): Promise<number | null> {
  if (wanted === undefined) return null;
  const tables = await engine.handlers['tables.list'](null);
  const table = tables.find(({ schema, name }) => `${schema}.${name}` === wanted);
  if (table) return table.id;
  throw new ProblemError({
    code: 'unknown_table',
    title: `No watched table is named "${wanted}".`,
    hint: 'Write it as schema.table; "pulse tables" lists them.',
  });
}

function filterOf(options: Options, id: number | null): RunFilter {
  const statuses = RunStatus.array().safeParse(options.status ?? []);
  if (!statuses.success) {
    throw new ProblemError({
      code: 'bad_status',
      title: `A run's status is one of ${RunStatus.options.join(', ')}.`,
      hint: 'Several go after one --status, with spaces between them.',
    });
  }
  return RunFilter.parse({
    tableId: id,
    statuses: statuses.data,
    from: timeOf(options.from, '--from'),
    to: timeOf(options.to, '--to'),
  });
}

function timeOf(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new ProblemError({
    code: 'bad_time',
    title: `${option} is not a time: "${text}".`,
    hint: 'Write it as 2026-11-01, or with a time of day as 2026-11-01T08:00Z.',
  });
}
