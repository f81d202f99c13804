import { useCallback, useMemo, useState } from 'react';
import type { CheckInput, CheckTypeInfo, CheckView, DryRun } from '../../../../shared/domain/check.ts';
import { useAction } from '../../hooks/useAction.ts';
import { useHoldPlace } from '../../hooks/useHoldPlace.ts';
import { type CheckOwner, createCheck, dryRunCheck, updateCheck } from '../../stores/checks.ts';
import { errorsBefore, errorsFrom, errorsLive, errorsOfStatement, type FieldErrors } from './form-errors.ts';
import { fieldsOf } from './schema-fields.ts';
import { useLive } from './useLive.ts';
import { usePastTest } from './usePastTest.ts';

function inputOf(from: CheckInput): CheckInput {
  const { type, name, config, bounds, rule, severity, intervalMs, pendingRuns, enabled } = from;
  const { pendingMinutes, keepFiringMinutes, repeatHours } = from;
  const own = { type, name, config, bounds, rule, severity, intervalMs, pendingRuns, enabled };
  return { ...own, pendingMinutes, keepFiringMinutes, repeatHours };
}

const onlyOf = (errors: FieldErrors, names: ReadonlySet<string>): FieldErrors =>
  Object.fromEntries(Object.entries(errors).filter(([name]) => names.has(name)));

/** A check on its way from the first letter to being saved: what is written, what is amiss, and what came of a trial. */
export function useDraft(
  owner: CheckOwner,
  type: CheckTypeInfo,
  check: CheckView | undefined,
  onDone: () => void,
) {
  const [initial] = useState(() => inputOf(check ?? type.defaults));
  const [draft, setDraft] = useState(initial);
  const saved = useHoldPlace(JSON.stringify(draft) !== JSON.stringify(initial));
  const [early, setEarly] = useState<FieldErrors>({});
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState<DryRun>();
  const fields = useMemo(() => fieldsOf(type.configSchema), [type]);
  const place = useMemo(() => ({ ...owner, checkId: check?.id ?? null }), [owner, check?.id]);
  const saving = useAction(() => (check ? updateCheck(check.id, draft) : createCheck(owner, draft)));
  const trying = useAction(() => dryRunCheck(place, draft));
  const live = useLive(place, draft);
  const fits = live.preview?.faults.length === 0 && !live.price?.problem;
  const ready = fits && Object.keys(errorsBefore(draft, fields)).length === 0;
  const past = usePastTest(place, draft, ready);

  // One's own statement shows its result and its price before it is kept.
  const own = fields.some((field) => field.kind === 'sql');
  const changed = !check || JSON.stringify(draft.config) !== JSON.stringify(initial.config);
  const problem = saving.problem ?? trying.problem;
  const refused = errorsFrom(problem);
  const statement = errorsOfStatement(live.price?.problem ?? null, fields, draft.config);
  const errors = {
    ...statement,
    ...errorsLive(live.preview?.faults ?? [], touched),
    ...onlyOf(errorsBefore(draft), touched),
    ...refused,
    ...early,
  };

  const { clear: clearSaving } = saving;
  const { clear: clearTrying } = trying;
  const noteTouched = useCallback(
    (names: readonly string[]) => {
      setEarly({});
      setTried(undefined);
      clearSaving();
      clearTrying();
      setTouched((before) => new Set([...before, ...names]));
    },
    [clearSaving, clearTrying],
  );
  const change = (part: Partial<CheckInput>) => {
    setDraft((before) => ({ ...before, ...part }));
    noteTouched(Object.keys(part));
  };
  const changeConfig = useCallback(
    (name: string, value: unknown) => {
      setDraft((before) => ({ ...before, config: { ...before.config, [name]: value } }));
      noteTouched(['config', `config.${name}`]);
    },
    [noteTouched],
  );
  const ifGood = async (work: () => Promise<void>) => {
    const found = errorsBefore(draft, fields);
    setEarly(found);
    if (Object.keys(found).length === 0) await work();
  };
  return {
    draft,
    fields,
    errors,
    live,
    tried,
    past,
    ready,
    change,
    changeConfig,
    saving,
    trying,
    unit: tried?.unit ?? check?.unit ?? type.unit,
    /** It must be tried before it can be saved. */
    untried: own && changed && !tried,
    /** What belongs to no field. */
    problem: Object.keys(refused).length > 0 ? null : problem,
    statementSaidAtField: Object.keys(statement).length > 0,
    attempt: () => ifGood(async () => setTried(await trying.run())),
    save: () =>
      ifGood(async () => {
        if (!(await saving.run())) return;
        saved();
        onDone();
      }),
  };
}
