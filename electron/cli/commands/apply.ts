import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type {
  ConfigurationChange,
  ConfigurationError,
  ConfigurationPlan,
} from '../../../shared/domain/configuration-plan.ts';
import { formatCount } from '../../../shared/format.ts';
import { readConfigurationFile } from '../../engine/config/files.ts';
import type { Engine } from '../../engine/engine.ts';
import { ProblemError, problemOf } from '../../engine/problem.ts';
import { agrees, canAsk } from '../confirm.ts';
import { json, line, paint, visible } from '../print.ts';
import { openEngine, type SessionOptions, withSessionOptions } from '../session.ts';

interface Options extends SessionOptions {
  dryRun: boolean;
  prune: boolean;
  yes: boolean;
}

/** The file differs from what is set up (with `--dry-run`), as with `diff` and `terraform plan`. */
const DIFFERS = 2;
/** The file has errors, which are listed. */
const BAD_FILE = 1;

/** `pulse apply config.yaml`: shows what the file would change, and makes it so. Not beside a running Pulse. */
export function applyCommand(): Command {
  return withSessionOptions(
    new Command('apply')
      .description('make the set-up what a configuration file says: all of it, or nothing')
      .argument('<file>', 'YAML, as "pulse config export" writes it; - reads from a pipe'),
  )
    .option('--dry-run', 'only show the difference; works beside a running Pulse', false)
    .option('--prune', 'also remove what the file does not name, in those lists that it gives', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 applied, or nothing to change; 1 the file has errors; 2 with --dry-run: it would change something;' +
        '\n3 wrong usage or another problem, such as a Pulse that is running. Whatever is not 0 has changed nothing.',
    )
    .action(async (file: string, options: Options) => {
      const text = readConfigurationFile(file === '-' ? 0 : file);
      process.exitCode = options.dryRun
        ? await look(file, text, options)
        : await using(open(options), (engine) => apply(engine, file, text, options));
    });
}

/** Where there is no data yet, a file is compared with nothing: so it can be checked on any machine. */
async function look(file: string, text: string, options: Options): Promise<number> {
  const work = (engine: Engine) => apply(engine, file, text, options);
  try {
    return await using(openEngine({ ...options, readonly: true }), work);
  } catch (error) {
    if (problemOf(error)?.code !== 'no_store') throw error;
    const data = mkdtempSync(join(tmpdir(), 'pulse-apply-'));
    try {
      return await using(openEngine({ ...options, data }), work);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }
}

async function using(opening: Promise<Engine>, work: (engine: Engine) => Promise<number>): Promise<number> {
  const engine = await opening;
  try {
    return await work(engine);
  } finally {
    await engine.stop();
  }
}

async function apply(engine: Engine, file: string, text: string, options: Options): Promise<number> {
  const { prune, dryRun, yes } = options;
  const { errors, plan } = await engine.handlers['configuration.preview']({ text, prune });
  if (plan === null) {
    printErrors(errors, file, options.json);
    return BAD_FILE;
  }
  if (options.json) json(plan);
  else printPlan(plan);
  if (plan.changes.length === 0) return 0;
  if (dryRun) return DIFFERS;
  if (!yes && !(await isWanted(plan))) {
    line('Nothing was changed.');
    return 3;
  }
  const { fingerprint } = plan;
  await engine.handlers['configuration.apply']({ text, prune, fingerprint });
  if (!options.json) line('Applied.');
  return 0;
}

async function isWanted(plan: ConfigurationPlan): Promise<boolean> {
  if (canAsk()) return agrees('Apply this?');
  throw new ProblemError({
    code: 'not_confirmed',
    title: `${formatCount(plan.changes.length, 'change')} would be applied, and nobody is there to agree.`,
    hint: 'Add --yes to apply them, or --dry-run to look only.',
  });
}

/** Says plainly what to do about a Pulse that is running: it holds the data, and would not see the change. */
async function open(options: Options): Promise<Engine> {
  try {
    return await openEngine(options);
  } catch (error) {
    if (problemOf(error)?.code !== 'already_running') throw error;
    throw new ProblemError({
      code: 'already_running',
      title: 'Pulse is running with this data folder, so nothing was applied.',
      hint:
        'Import the file in its window under Settings > Configuration, or quit Pulse and apply again. ' +
        'Looking only (--dry-run) works while it runs.',
    });
  }
}

function printErrors(errors: readonly ConfigurationError[], file: string, asJson: boolean): void {
  for (const error of errors) {
    if (asJson) json({ error });
    else {
      const where = error.field === '' ? '' : `${error.field}: `;
      process.stderr.write(`${visible(`${file}: line ${error.line}, ${where}${error.message}`)}\n`);
    }
  }
  if (!asJson) process.stderr.write(`${formatCount(errors.length, 'error')}. Nothing was changed.\n`);
}

/** A mark and a word for each kind: never colour alone. */
const looks = {
  added: { mark: '+', style: 'green' },
  changed: { mark: '~', style: 'yellow' },
  removed: { mark: '-', style: 'red' },
} as const;

function printPlan({ changes, kept }: ConfigurationPlan): void {
  for (const change of changes) printChange(change);
  const counts = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count > 0 ? [`${count} ${kind}`] : [];
  });
  line(counts.length > 0 ? `${counts.join(', ')}.` : 'Nothing to change: it is as the file says.');
  if (kept > 0) {
    const what = formatCount(kept, 'thing');
    line(
      `${what} that the file does not name ${kept === 1 ? 'stays' : 'stay'}; --prune removes what is not named.`,
    );
  }
}

function printChange({ kind, what, name, fields, notes }: ConfigurationChange): void {
  const { mark, style } = looks[kind];
  line(
    paint(
      style,
      `${mark} ${kind} ${what}${what === 'notifications' || what === 'holidays' ? '' : ` ${name}`}`,
    ),
  );
  for (const { field, before, after } of fields) {
    line(`    ${field}: ${kind === 'added' ? after : `${before ?? 'not set'} → ${after ?? 'not set'}`}`);
  }
  for (const note of notes) line(`    ! ${note}`);
}
