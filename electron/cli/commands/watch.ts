import { Command } from 'commander';
import type { PulseEvent } from '../../../shared/contract/contract.ts';
import type { Message } from '../../../shared/domain/incident.ts';
import type { TableView } from '../../../shared/domain/table.ts';
import { monitorRecommended } from '../../engine/quick-start.ts';
import { type ConnectionOptions, connectionsFor, withConnectionOptions } from '../connection-options.ts';
import { clockTime, exitCodeOf, healthMark, json, line, paint, summary } from '../print.ts';
import { openEngine, type SessionOptions, withSessionOptions } from '../session.ts';

interface Options extends SessionOptions, ConnectionOptions {
  add?: string;
  for?: string;
}

/** `pulse watch`: watches until Ctrl-C, and prints each change of a table's health and each message. */
export function watchCommand(): Command {
  const command = new Command('watch').description('watch all tables until Ctrl-C; print what changes');
  return withConnectionOptions(withSessionOptions(command))
    .option(
      '--add <tables>',
      'take tables under watch first: "all", or schema.table names with commas between them',
    )
    .option('--for <seconds>', 'stop by itself after so long')
    .action(watch);
}

async function watch(options: Options): Promise<void> {
  const print = options.json ? json : line;
  const engine = await openEngine(options, (item) => {
    if (options.json) json({ notification: item });
    else printMessage(item);
  });
  try {
    const connections = await connectionsFor(engine, options);
    if (options.add) {
      const only = options.add === 'all' ? null : options.add.split(',').map((name) => name.trim());
      for (const { id } of connections) {
        await monitorRecommended(engine, id, only, ({ table, checks, reason }) => {
          if (!options.json)
            line(checks === null ? `  ${table}: left out, ${reason}` : `  ${table}: ${checks} checks`);
        });
      }
    }
    const tables = new Map<number, TableView>();
    for (const table of await engine.handlers['tables.list'](null)) tables.set(table.id, table);
    engine.onEvent((event) => onEvent(event, tables, options.json));
    engine.start();
    if (!options.json) print(`Watching ${tables.size} tables. Ctrl-C stops.`);
    await untilStopped(options.for === undefined ? null : Number(options.for) * 1_000);
    const last = await engine.handlers['tables.list'](null);
    if (!options.json) print(summary(last));
    process.exitCode = exitCodeOf(last.map((table) => table.health));
  } finally {
    await engine.stop();
  }
}

function onEvent(event: PulseEvent, tables: Map<number, TableView>, asJson: boolean): void {
  if (event.name !== 'table.changed') return;
  const table = event.payload;
  const before = tables.get(table.id);
  tables.set(table.id, table);
  if (before?.health === table.health) return;
  if (asJson) json({ table });
  else
    line(
      `${clockTime(Date.now())}  ${healthMark(table.health)}  ${table.schema}.${table.name}  ${table.sentence}`,
    );
}

function printMessage({ at, kind, title, body }: Message): void {
  line(`${clockTime(at)}  ${paint(kind === 'resolved' ? 'green' : 'bold', `▶ ${title}`)}`);
  for (const part of body.split('\n')) line(`            ${part}`);
}

/** Resolves on Ctrl-C, on SIGTERM, or after `ms` milliseconds. */
function untilStopped(ms: number | null): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === null ? setInterval(() => {}, 60_000) : setTimeout(end, ms);
    function end(): void {
      clearInterval(timer);
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      resolve();
    }
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  });
}
