import { isDeepStrictEqual } from 'node:util';
import type { ConfiguredCheck } from '../../../shared/domain/configuration.ts';
import type { SetUpCheck } from './set-up.ts';

export interface Matched {
  pairs: { wanted: ConfiguredCheck; present: SetUpCheck }[];
  added: ConfiguredCheck[];
  /** Those that are set up and not named. */
  unnamed: SetUpCheck[];
}

/**
 * Which check of the file is which of those that are set up on the same table: that of the same type and name, or
 * else, as one that got another name, the only one of the same type with the same settings.
 */
export function matchChecks(wanted: readonly ConfiguredCheck[], present: readonly SetUpCheck[]): Matched {
  const pairs: Matched['pairs'] = [];
  let open = [...wanted];
  let free = [...present];
  const pairOff = (fits: (a: ConfiguredCheck, b: ConfiguredCheck) => boolean) => {
    const left: ConfiguredCheck[] = [];
    for (const check of open) {
      const found = free.find(({ configured }) => fits(check, configured));
      if (!found) left.push(check);
      else {
        pairs.push({ wanted: check, present: found });
        free = free.filter((each) => each !== found);
      }
    }
    open = left;
  };
  // Several of one name are told apart by what they hold, so that equal ones find each other first.
  pairOff((a, b) => isDeepStrictEqual(a, b));
  pairOff((a, b) => a.type === b.type && a.name === b.name);
  const sameQuestion = (a: ConfiguredCheck, b: ConfiguredCheck) =>
    a.type === b.type && isDeepStrictEqual(a.config, b.config);
  const isOnly = (a: ConfiguredCheck) =>
    open.filter((other) => sameQuestion(a, other)).length === 1 &&
    free.filter(({ configured }) => sameQuestion(a, configured)).length === 1;
  const renamed = new Set(open.filter(isOnly));
  pairOff((a, b) => renamed.has(a) && sameQuestion(a, b));
  return { pairs, added: open, unnamed: free };
}
