import { Command } from 'commander';
import type { IncidentState } from '../../../shared/domain/incident.ts';
import { json, line, paint } from '../print.ts';
import { openEngine, type SessionOptions, withSessionOptions } from '../session.ts';

interface Options extends SessionOptions {
  all: boolean;
  limit: string;
}

/** `pulse incidents`: what is broken now, or with `--all` also what was. Works beside a running Pulse. */
export function incidentsCommand(): Command {
  return withSessionOptions(new Command('incidents').description('open incidents, newest first'))
    .option('--all', 'resolved ones, too', false)
    .option('--limit <n>', 'at most so many', '50')
    .action(async (options: Options) => {
      const engine = await openEngine({ ...options, readonly: true });
      try {
        const states: IncidentState[] = options.all
          ? ['firing', 'pending', 'resolved']
          : ['firing', 'pending'];
        const limit = Math.min(1_000, Math.max(1, Number.parseInt(options.limit, 10) || 50));
        const incidents = await engine.handlers['incidents.list']({ states, limit });
        for (const incident of incidents) {
          if (options.json) json(incident);
          else {
            const { state, title, sentence, startedAt } = incident;
            line(
              `${paint(state === 'firing' ? 'red' : 'dim', state.padEnd(8))}  ${new Date(startedAt).toISOString()}  ${title}: ${sentence}`,
            );
          }
        }
        if (incidents.length === 0 && !options.json) line('No open incidents.');
        process.exitCode = incidents.some((incident) => incident.state === 'firing') ? 1 : 0;
      } finally {
        await engine.stop();
      }
    });
}
