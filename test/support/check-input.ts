import { checkType } from '../../electron/engine/checks/registry.ts';
import type { CheckInput } from '../../shared/domain/check.ts';

/** A check of a type by its own defaults, with some of its settings. */
export function checkInput(
  type: string,
  config: Record<string, unknown>,
  changes: Partial<CheckInput> = {},
): CheckInput {
  const { defaults } = checkType(type);
  return { ...defaults, type, ...changes, config: { ...defaults.config, ...config } };
}
