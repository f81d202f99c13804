import { resolve } from 'node:path';
import { Command } from 'commander';
import { Dataset, type ExportFilter, ExportRequest, exportColumns } from '../../../shared/domain/export.ts';
import { RunStatus } from '../../../shared/domain/status.ts';
import { formatCount } from '../../../shared/format.ts';
import { ProblemError } from '../../engine/problem.ts';
import { json } from '../print.ts';
import { openEngine, type SessionOptions, withSessionOptions } from '../session.ts';

interface Options extends SessionOptions {
  out: string;
  dataset: string;
  table?: string;
  incident?: string;
  status?: string[];
  said?: string;
  from?: string;
  to?: string;
  last?: string;
  columns?: string[];
  local?: boolean;
  bom?: boolean;
  gzip?: boolean;
}

/** `pulse export`: history, incidents or the query log as CSV. Works beside a running Pulse. */
export function exportCommand(): Command {
  const columns = Object.entries(exportColumns).map(([dataset, names]) => `  ${dataset}: ${names.join(' ')}`);
  return withSessionOptions(
    new Command('export').description('write check history, incidents or the query log to a CSV file'),
  )
    .requiredOption('--out <file>', 'the file to write; it appears complete or not at all')
    .option('--dataset <name>', `what to export: ${Dataset.options.join(', ')}`, 'runs')
    .option('--table <schema.table>', 'only this table')
    .option('--incident <id>', 'only what belongs to this incident, from an hour before it to an hour after')
    .option('--status <status...>', `only runs that ended so: ${RunStatus.options.join(', ')}`)
    .option(
      '--said <words>',
      'only runs that said these words, newest first; "in quotes" they stand together',
    )
    .option('--from <time>', 'from this time on, such as 2026-11-01 or 2026-11-01T08:00Z')
    .option('--to <time>', 'before this time')
    .option('--last <span>', 'the time until now, such as 90m, 24h or 7d')
    .option('--columns <column...>', 'only these columns (see below)')
    .option('--local', 'times of this machine with their offset, instead of UTC')
    .option('--bom', 'begin with the mark by which Excel knows UTF-8')
    .option('--gzip', 'pack the file with gzip')
    .addHelpText('after', `\nColumns:\n${columns.join('\n')}`)
    .action(async (options: Options) => {
      const engine = await openEngine({ ...options, readonly: true });
      try {
        const tableId = await idOfTable(engine, options.table);
        const progress = await engine.exportTo(requestOf(options, tableId), resolve(options.out));
        if (progress.problem) throw new ProblemError(progress.problem);
        if (options.json) json(progress);
        else process.stderr.write(`${formatCount(progress.rows, 'row')} written to ${progress.path}\n`);
      } finally {
        await engine.stop();
      }
    });
}

async function idOfTable(
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

function requestOf(options: Options, tableId: number | null): ExportRequest {
  const dataset = oneOf('bad_dataset', 'What can be exported', Dataset.options, options.dataset);
  const statuses = options.status?.map((status) =>
    oneOf('bad_status', "A run's status", RunStatus.options, status),
  );
  const columns = options.columns?.map((column) =>
    oneOf<string>('bad_column', `A column of ${dataset}`, exportColumns[dataset], column),
  );
  const span = spanOf(options.last);
  const filter: Partial<ExportFilter> = {
    tableId,
    incidentId: options.incident === undefined ? null : idOf(options.incident),
    statuses: statuses ?? [],
    text: options.said ?? '',
    from: span === null ? timeOf(options.from, '--from') : Date.now() - span,
    to: timeOf(options.to, '--to'),
  };
  const times = options.local === true ? 'local' : 'utc';
  const { bom, gzip } = options;
  return ExportRequest.parse({ dataset, filter, columns, times, bom, gzip });
}

function oneOf<T extends string>(code: string, what: string, known: readonly T[], wanted: string): T {
  const found = known.find((each) => each === wanted);
  if (found !== undefined) return found;
  throw new ProblemError({
    code,
    title: `${what} is one of ${known.join(', ')}, not "${wanted}".`,
    hint: 'Where several are taken, they go after one option with spaces between them.',
  });
}

function idOf(text: string): number {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new ProblemError({
    code: 'bad_incident',
    title: `--incident is not a number: "${text}".`,
    hint: '"pulse incidents --all" lists them with their numbers.',
  });
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function spanOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return Number(count) * UNITS[unit as keyof typeof UNITS];
  throw new ProblemError({
    code: 'bad_time',
    title: `--last is not a span of time: "${text}".`,
    hint: 'Write it as 90m, 24h or 7d.',
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
