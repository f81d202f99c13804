import type { CheckType } from '../../electron/engine/checks/check-type.ts';
import { formatNormal, formatValue } from '../../electron/engine/checks/judge.ts';
import { statementOf } from '../../electron/engine/checks/price-check.ts';
import { checkType } from '../../electron/engine/checks/registry.ts';
import { fold } from '../../electron/engine/planner/fold.ts';
import type { CheckTypeInfo, Unit } from '../../shared/domain/check.ts';
import { formatSeconds } from '../../shared/format.ts';
import { contextOf } from './example-table.ts';
import { answersOf, EXAMPLES, type Example } from './examples.ts';
import { settingsTable } from './settings-table.ts';

/** What a type's file name is among the pages. */
export const fileOf = (type: string): string => `${type.replaceAll('_', '-')}.md`;

/** A check type's page, from its schema and from what it plans and says on an example table. */
export function pageOf(info: CheckTypeInfo): string {
  const type = checkType(info.type);
  const examples = EXAMPLES[info.type] ?? [];
  if (examples.length === 0) throw new Error(`There is no example of ${info.type} for its page.`);
  return `${[
    `# ${info.title} (\`${info.type}\`)`,
    '<!-- Written by `npm run docs:checks` from the type itself. Do not edit. -->',
    info.description,
    `It watches a ${info.scope}. ${unitWords(type, examples)}`,
    '## Settings',
    settingsTable(info.configSchema),
    '## Rules',
    rules(type, info),
    '## What it asks',
    ...examples.map((example) => exampleOf(type, example)),
    '## When that is too dear',
    stepsDown(type, examples),
    '## What it says',
    words(type, examples),
  ].join('\n\n')}\n`;
}

const UNITS: Record<Unit, string> = {
  seconds: 'seconds',
  rows: 'rows',
  percent: 'percent',
  differences: 'differences',
  number: 'a plain number',
};

function unitWords(type: CheckType<unknown>, examples: readonly Example[]): string {
  const units = new Set(examples.map(({ config }) => UNITS[type.unitWith?.(config) ?? type.unit]));
  const several = units.size > 1 ? ', depending on the settings' : '';
  return `Its value is in ${[...units].join(' or ')}${several}.`;
}

function rules(type: CheckType<unknown>, { defaults, unit }: CheckTypeInfo): string {
  const learned = {
    fixed: 'fixed bounds',
    change:
      'a change in percent against ' +
      (defaults.rule.kind === 'change'
        ? { previous: 'the time before', day: 'the same time yesterday', week: 'the same time a week ago' }[
            defaults.rule.against
          ]
        : ''),
    anomaly: 'what it has learned to be normal',
  }[defaults.rule.kind];
  const takes =
    type.measure === null
      ? 'It takes `fixed` bounds only.'
      : 'It takes `fixed` bounds, bounds on the `change` (against the run before, the same time yesterday, or a week ago), and learned ones (`anomaly`).';
  const inUnit = defaults.rule.kind === 'change' ? 'percent' : unit;
  const normal = formatNormal(defaults.bounds, inUnit)?.replace('normal is', 'where normal is') ?? null;
  const runs =
    defaults.pendingRuns === 1 ? 'one bad run makes' : `${defaults.pendingRuns} bad runs in a row make`;
  return `${takes} Unless told otherwise it judges by ${learned}${normal ? `, ${normal}` : ''}, every ${formatSeconds(defaults.intervalMs / 1_000)}; ${runs} an incident.`;
}

function exampleOf(type: CheckType<unknown>, example: Example): string {
  const config = type.config.parse({ ...type.defaults.config, ...example.config });
  const context = contextOf(example);
  const probe = type.plan(config, context);
  const shown = Object.entries(example.config)
    .map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``)
    .join(', ');
  const parts = [`### ${example.title}`, ...(shown === '' ? [] : [`With ${shown}:`])];
  const alone = statementOf(type, config, context, null);
  if (!alone)
    return [...parts, 'It asks the server for its role and replay delay; no table is read.'].join('\n\n');
  parts.push(sql(alone.sql));
  if (alone.params) parts.push(`Parameters: ${alone.params.map((value) => `\`${value}\``).join(', ')}.`);
  if (probe.ask === 'statement') {
    parts.push(
      probe.free
        ? 'It reads the catalogue only, which costs next to nothing.'
        : 'It stands alone: a statement of this shape cannot share the scan of other checks.',
    );
  } else if (probe.ask === 'server') {
    throw new Error('A question to the server has no statement.');
  } else if (Object.keys(probe.scan.aggregates).length === 0) {
    parts.push('One look-up in the index; it rides along with any other statement on the table.');
  } else if (example === EXAMPLES[type.type]?.[0]) {
    const folded = fold([...companions(probe.scan.window !== null), probe.scan]);
    parts.push(
      'Due together with a `volume` and a `missing` check, all three are one statement:',
      sql(folded.sql),
    );
  }
  return parts.join('\n\n');
}

/** Checks that are due at the same time on the same table. */
function companions(windowed: boolean) {
  const rows = { timestampColumn: 'created_at', windowSeconds: windowed ? 900 : null };
  return (['volume', 'missing'] as const).flatMap((name) => {
    const type = checkType(name);
    const own = name === 'missing' ? { column: 'customer_id' } : {};
    const config = type.config.parse({ ...type.defaults.config, ...own, ...rows });
    const probe = type.plan(config, contextOf({}));
    return probe.ask === 'scan' ? [probe.scan] : [];
  });
}

const sql = (statement: string): string => `\`\`\`sql\n${statement}\n\`\`\``;

function stepsDown(type: CheckType<unknown>, examples: readonly Example[]): string {
  const [example] = examples;
  if (!example || type.stepDown.length === 0) {
    return type.scope === 'connection' || type.type === 'schema'
      ? 'It never is.'
      : 'There is no cheaper way to ask this. When its price is over the limit of the connection it is not run, and says so.';
  }
  const whole = { ...type.defaults.config, ...example.config, windowSeconds: null };
  const config = type.config.parse(whole);
  const ways = type.stepDown.map((way) =>
    way === 'window'
      ? 'a recent window on an indexed timestamp (7 days, 24 hours, 6 hours, 1 hour)'
      : 'a sample of the pages, which by itself never fails a check but where it is proof',
  );
  const [way] = type.stepDown;
  const price =
    way === 'window'
      ? { window: { column: 'created_at', seconds: 86_400 }, samplePercent: null }
      : { window: null, samplePercent: 2 };
  const often =
    way === 'window'
      ? ' It takes a window, too, where all rows would be more than a quarter of the load budget at its interval.'
      : '';
  const cheaper = statementOf(type, config, contextOf(example), price);
  return [
    `A check of the whole table whose price is over the limit of the connection takes, in this order: ${ways.join('; ')}. If nothing fits it is not run, and says so.${often} It would ask, for example:`,
    sql(cheaper?.sql ?? ''),
  ].join('\n\n');
}

function words(type: CheckType<unknown>, examples: readonly Example[]): string {
  const lines = examples.flatMap((example) => {
    const config = type.config.parse({ ...type.defaults.config, ...example.config });
    const context = contextOf(example);
    const unit = type.unitWith?.(example.config) ?? type.unit;
    return answersOf(example, type.plan(config, context).ask).map((answer) => {
      const { finding, value } = type.observe(answer, config, context);
      return `- ${finding}. (${value === null ? 'nothing to judge' : formatValue(value, unit)})`;
    });
  });
  return [...new Set(lines)].join('\n');
}
