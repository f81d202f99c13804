import { Command } from 'commander';
import { healthOf, worstHealth } from '../../../shared/domain/status.ts';
import { ProblemError } from '../../engine/problem.ts';
import { monitorRecommended } from '../../engine/quick-start.ts';
import { type ConnectionOptions, connectionsFor, withConnectionOptions } from '../connection-options.ts';
import { exitCodeOf, healthMark, json, line, statusMark } from '../print.ts';
import { openEngine, type SessionOptions, withSessionOptions } from '../session.ts';
import { judgedOnce } from '../wait.ts';

type Options = SessionOptions & ConnectionOptions;

/** `pulse check schema.table`: runs a table's checks now. A table that is new gets the recommended ones first. */
export function checkCommand(): Command {
  const command = new Command('check')
    .description("run a table's checks now, and say what they found")
    .argument('<schema.table>', 'the table; a new one gets the recommended checks');
  return withConnectionOptions(withSessionOptions(command)).action(
    async (wanted: string, options: Options) => {
      const engine = await openEngine(options);
      try {
        const connections = await connectionsFor(engine, options);
        const asked = new Set(connections.map((connection) => connection.id));
        const find = async () =>
          (await engine.handlers['tables.list'](null)).find(
            ({ connectionId, schema, name }) => asked.has(connectionId) && `${schema}.${name}` === wanted,
          );
        for (const { id } of connections)
          if (!(await find())) await monitorRecommended(engine, id, [wanted], () => {});
        const table = await find();
        if (!table) {
          throw new ProblemError({
            code: 'unknown_table',
            title: `There is no table "${wanted}" that Pulse could read.`,
            hint: 'Write it as schema.table, exactly as in the database, and see that the role may SELECT from it.',
          });
        }
        const { checks } = await engine.handlers['tables.get']({ id: table.id });
        const ids = new Set(checks.filter((check) => check.enabled).map((check) => check.id));
        const done = judgedOnce(engine, ids);
        engine.start();
        engine.handlers['checks.runNow']({ ids: [...ids] });
        const results = await done;
        for (const check of results) {
          if (options.json) json({ check: check.name, type: check.type, ...check.state });
          else line(`${statusMark(check.state.status)}  ${check.name}: ${check.state.message}`);
        }
        const healths = results.map((check) =>
          check.state.status ? healthOf(check.state.status) : 'learning',
        );
        const passing = healths.includes('healthy');
        // As on the overview: a check that is still learning takes nothing from others that pass.
        const counted = passing ? healths.filter((health) => health !== 'learning') : healths;
        if (!options.json) line(`${healthMark(worstHealth(counted))}  ${wanted}`);
        process.exitCode = exitCodeOf(counted);
      } finally {
        await engine.stop();
      }
    },
  );
}
