import { z } from 'zod';
import type { Check, CheckFault, CheckInput, CheckTypeInfo, Unit } from '../../../shared/domain/check.ts';
import type { Measure } from '../baseline/baseline.ts';
import { ProblemError } from '../problem.ts';
import { acceptedValues } from './accepted-values.ts';
import { cardinality } from './cardinality.ts';
import type { CheckType, Measured } from './check-type.ts';
import { customSql } from './custom-sql.ts';
import { distribution } from './distribution.ts';
import { eventDelay } from './event-delay.ts';
import { freshness } from './freshness.ts';
import { missing } from './missing.ts';
import { range } from './range.ts';
import { relationship } from './relationship.ts';
import { replicationLag } from './replication-lag.ts';
import { schema } from './schema.ts';
import { textFormat } from './text-format.ts';
import { unique } from './unique.ts';
import { volume } from './volume.ts';

/** Every kind of check that Pulse knows. A new one is its file and a line here. */
export const checkTypes: readonly CheckType<unknown>[] = [
  freshness,
  volume,
  eventDelay,
  missing,
  unique,
  acceptedValues,
  range,
  relationship,
  distribution,
  cardinality,
  textFormat,
  schema,
  replicationLag,
  customSql,
];

const byName = new Map(checkTypes.map((type) => [type.type, type]));

/** The type of that name. Throws a `ProblemError` for a name that this version does not know. */
export function checkType(name: string): CheckType<unknown> {
  const type = byName.get(name);
  if (type) return type;
  throw new ProblemError({
    code: 'unknown_check_type',
    title: `This version of Pulse does not know checks of type "${name}".`,
    hint: `It knows ${[...byName.keys()].join(', ')}. A newer Pulse may know more.`,
  });
}

/** Whether one statement asks checks of that type for many tables. */
export function isAskedAcrossTables(name: string): boolean {
  return byName.get(name)?.acrossTables === true;
}

/** What the window needs to draw a form for each type. */
export function describeCheckTypes(): CheckTypeInfo[] {
  return checkTypes.map((type) => ({
    type: type.type,
    title: type.title,
    description: type.description,
    scope: type.scope,
    unit: type.unit,
    configSchema: z.toJSONSchema(type.config, { io: 'input' }) as Record<string, unknown>,
    defaults: { ...type.defaults, type: type.type },
  }));
}

/** What does not fit in a check's settings and bounds, field by field. Empty: all fits. Throws like `checkType`. */
export function faultsOf({
  type,
  config,
  bounds,
}: Pick<CheckInput, 'type' | 'config' | 'bounds'>): CheckFault[] {
  const parsed = checkType(type).config.safeParse(config);
  const faults = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    field: path.join('.'),
    message,
  }));
  const { warnMin, warnMax, failMin, failMax } = bounds;
  for (const [min, max] of [
    [warnMin, warnMax],
    [failMin, failMax],
  ] as const) {
    if (min !== null && max !== null && min > max) {
      faults.push({
        field: 'bounds',
        message: `The lower bound (${min}) is above the upper bound (${max}).`,
      });
    }
  }
  return faults;
}

/**
 * Checks a new or changed check against its type's own schema, and fills in the defaults.
 * Throws a `ProblemError` that names the field.
 */
export function validateCheck(input: CheckInput): CheckInput {
  const [fault] = faultsOf(input);
  if (fault?.field === 'bounds') {
    throw new ProblemError({
      code: 'bad_bounds',
      title: fault.message,
      hint: 'Swap them, or leave one of them empty.',
      detail: fault.field,
    });
  }
  if (fault) {
    throw new ProblemError({
      code: 'bad_check',
      title: `${fault.field ? `${fault.field}: ` : ''}${fault.message}`,
      hint: 'Correct the field and save again. Nothing was changed.',
      detail: fault.field,
    });
  }
  return { ...input, config: checkType(input.type).config.parse(input.config) as Record<string, unknown> };
}

/** What kind of quantity a check's value is, with its settings. Null: nothing to learn from. Throws like `checkType`. */
export function measureOf({ type, config }: Pick<Check, 'type' | 'config'>): Measure | null {
  const known = checkType(type);
  return known.measureWith?.(config) ?? known.measure;
}

/** What a check's value counts, with its settings. Throws like `checkType`. */
export function unitOf({ type, config }: Pick<Check, 'type' | 'config'>): Unit {
  const known = checkType(type);
  return known.unitWith?.(config) ?? known.unit;
}

/** What a check's value is, with its settings. Throws like `checkType`. */
export function measuredOf(check: Pick<Check, 'type' | 'config'>): Measured {
  return { unit: unitOf(check), measure: measureOf(check) };
}
