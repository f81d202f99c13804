import { z } from 'zod';
import {
  type Configuration,
  ConfiguredBounds,
  type ConfiguredCheck,
  ConfiguredRule,
  configurationOf,
  configuredCheckFields,
} from '../../../shared/domain/configuration.ts';
import { writeDuration } from '../../../shared/quantities.ts';
import type { CheckType } from '../checks/check-type.ts';
import { checkTypes } from '../checks/registry.ts';

/** A typing mistake in a setting must not pass for a setting that was left out. */
const strict = (schema: z.ZodType): z.ZodType => (schema instanceof z.ZodObject ? schema.strict() : schema);

/** A check of one type, with the type's own settings and defaults. */
function checkOf({ type, title, description, config, defaults }: CheckType<unknown>) {
  const { name, severity, interval, pendingRuns, pendingMinutes, keepFiringMinutes, repeatHours, enabled } =
    configuredCheckFields;
  return z
    .strictObject({
      type: z.literal(type),
      name: name.default(defaults.name),
      config: strict(config).prefault({}),
      bounds: ConfiguredBounds.prefault(defaults.bounds),
      rule: ConfiguredRule.default(defaults.rule),
      severity: severity.default(defaults.severity),
      interval: interval.prefault(writeDuration(defaults.intervalMs)),
      pendingRuns: pendingRuns.default(defaults.pendingRuns),
      pendingMinutes,
      keepFiringMinutes,
      repeatHours,
      enabled: enabled.default(defaults.enabled),
    })
    .meta({ title, description });
}

function checksOf(scope: 'table' | 'connection') {
  const [first, ...others] = checkTypes.filter((type) => type.scope === scope).map(checkOf);
  if (!first) throw new Error(`No check type is for a ${scope}.`);
  return z.discriminatedUnion('type', [first, ...others]) as unknown as z.ZodType<ConfiguredCheck>;
}

/** The configuration document with every check type that this version knows. */
export const configurationSchema = configurationOf(
  checksOf('table'),
  checksOf('connection'),
) as z.ZodType<Configuration>;

/** As JSON Schema (draft 2020-12), for editors that help while a file is written. */
export function configurationJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configurationSchema, { io: 'input' });
  return { ...schema, title: 'Pulse configuration' };
}
