import { sqlOf } from '../board/views.ts';
import { unitOf, validateCheck } from '../checks/registry.ts';
import { runCheck } from '../checks/run-check.ts';
import { draftDue, previewDraft, priceDraft, priceDrafts } from '../drafts.ts';
import { byHand } from '../replica/by-hand.ts';
import type { HandlerDeps, Handlers } from './handlers.ts';

type Method = 'checks.preview' | 'checks.price' | 'checks.prices' | 'checks.dryRun' | 'checks.backTest';

/** Answers about checks that are being written: nothing here is kept. */
export function draftHandlers({ roster, clock, described, backTester }: HandlerDeps): Handlers<Method> {
  return {
    'checks.preview': ({ check, ...place }) => previewDraft(roster, place, check),
    'checks.price': ({ check, ...place }) => priceDraft(roster, place, check, clock),
    'checks.prices': ({ checks, ...place }) =>
      priceDrafts({ roster, described, clock }, place, checks.map(validateCheck)),
    'checks.backTest': ({ checks, ...place }) => backTester.test(place, checks),
    'checks.dryRun': async ({ check: input, ...place }) => {
      const due = draftDue(roster, place, validateCheck(input));
      const outcome = await runCheck(due, byHand(roster.watch(place.connectionId).keeper.replica), clock);
      const { status, value, message, durationMs, price } = outcome;
      const sql = sqlOf(due.check, due.context, price) ?? '';
      return { status, value, unit: unitOf(due.check), message, durationMs, sql, price };
    },
  };
}
