import { Command } from 'commander';
import { exitCodeOf, healthMark, json, line, summary } from '../print.ts';
import { openEngine, type SessionOptions, withSessionOptions } from '../session.ts';

/** `pulse tables`: health of every table, worst first, as of the last runs. Works beside a running Pulse. */
export function tablesCommand(): Command {
  return withSessionOptions(
    new Command('tables').description('health of every watched table, worst first'),
  ).action(async (options: SessionOptions) => {
    const engine = await openEngine({ ...options, readonly: true });
    try {
      const tables = await engine.handlers['tables.list'](null);
      if (options.json) for (const table of tables) json(table);
      else {
        for (const { health, schema, name, sentence } of tables)
          line(`${healthMark(health)}  ${schema}.${name}  ${sentence}`);
        line(summary(tables));
      }
      process.exitCode = exitCodeOf(tables.map((table) => table.health));
    } finally {
      await engine.stop();
    }
  });
}
