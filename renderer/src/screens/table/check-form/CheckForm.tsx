import { Button, NumberInput, Switch, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CheckInput, CheckTypeInfo, CheckView } from '../../../../../shared/domain/check.ts';
import type { Column } from '../../../../../shared/domain/table.ts';
import { DurationInput } from '../../../components/fields/DurationInput.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useAction } from '../../../hooks/useAction.ts';
import { useHoldPlace } from '../../../hooks/useHoldPlace.ts';
import { type CheckOwner, createCheck, dryRunCheck, updateCheck } from '../../../stores/checks.ts';
import { leave } from '../../../stores/unsaved.ts';
import classes from './CheckForm.module.css';
import { ConfigField } from './ConfigField.tsx';
import { DryRunResult } from './DryRunResult.tsx';
import { errorsBefore, errorsFrom, type FieldErrors } from './form-errors.ts';
import { RuleFields } from './RuleFields.tsx';
import { SeverityField } from './SeverityField.tsx';
import { fieldsOf } from './schema-fields.ts';
import { WaitFields } from './WaitFields.tsx';

interface Props {
  owner: CheckOwner;
  columns: readonly Column[];
  type: CheckTypeInfo;
  check?: CheckView;
  onDone: () => void;
  onBack?: () => void;
}

function inputOf(from: CheckInput): CheckInput {
  const { type, name, config, bounds, rule, severity, intervalMs, pendingRuns, enabled } = from;
  const { pendingMinutes, keepFiringMinutes } = from;
  const own = { type, name, config, bounds, rule, severity, intervalMs, pendingRuns, enabled };
  return { ...own, pendingMinutes, keepFiringMinutes };
}

/** Settings of one check. Its own part is drawn from its type's JSON Schema. */
export function CheckForm({ owner, columns, type, check, onDone, onBack }: Props) {
  const [initial] = useState(() => inputOf(check ?? type.defaults));
  const [draft, setDraft] = useState(initial);
  const saved = useHoldPlace(JSON.stringify(draft) !== JSON.stringify(initial));
  const [early, setEarly] = useState<FieldErrors>({});
  const fields = useMemo(() => fieldsOf(type.configSchema), [type]);
  const saving = useAction(() => (check ? updateCheck(check.id, draft) : createCheck(owner, draft)));
  const trying = useAction(() => dryRunCheck(owner, draft));
  const [tried, setTried] = useState<Awaited<ReturnType<typeof trying.run>>>();
  // One's own statement shows its result and its price before it is kept.
  const own = fields.some((field) => field.kind === 'sql');
  const changed = !check || JSON.stringify(draft.config) !== JSON.stringify(initial.config);
  const untried = own && changed && !tried;
  const problem = saving.problem ?? trying.problem;
  const errors: FieldErrors = { ...errorsFrom(problem), ...early };
  const known = Object.keys(errorsFrom(problem)).length > 0;
  const unit = tried?.unit ?? check?.unit ?? type.unit;

  const change = (part: Partial<CheckInput>) => {
    setDraft((before) => ({ ...before, ...part }));
    setEarly({});
    setTried(undefined);
    saving.clear();
    trying.clear();
  };
  const ifGood = async (work: () => Promise<void>) => {
    const found = errorsBefore(draft, fields);
    setEarly(found);
    if (Object.keys(found).length === 0) await work();
  };
  const save = () =>
    ifGood(async () => {
      if (!(await saving.run())) return;
      saved();
      onDone();
    });
  const attempt = () => ifGood(async () => setTried(await trying.run()));

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void (untried ? attempt() : save());
      }}
    >
      <p className={classes.hint}>
        {type.title}: {type.description}
      </p>
      <TextInput
        label="Name"
        value={draft.name}
        error={errors.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        data-autofocus
      />
      {fields.map((field) => (
        <ConfigField
          key={field.name}
          field={field}
          columns={columns}
          value={draft.config[field.name]}
          error={errors[`config.${field.name}`]}
          onChange={(value) => change({ config: { ...draft.config, [field.name]: value } })}
        />
      ))}
      <RuleFields value={draft} unit={unit} errors={errors} onChange={change} />
      <SeverityField severity={draft.severity} onChange={(severity) => change({ severity })} />
      <div className={classes.pairs}>
        <DurationInput
          label="Runs every"
          error={errors.intervalMs}
          value={draft.intervalMs / 1_000}
          onChange={(seconds) => change({ intervalMs: Math.round((seconds ?? 0) * 1_000) })}
        />
        <NumberInput
          label="Bad runs before an incident"
          min={1}
          max={20}
          allowDecimal={false}
          value={draft.pendingRuns}
          error={errors.pendingRuns}
          onChange={(value) => change({ pendingRuns: typeof value === 'number' ? value : 1 })}
        />
      </div>
      <WaitFields value={draft} errors={errors} onChange={change} />
      <Switch
        label="Switched on"
        description="A check that is off keeps its history and is not judged."
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
      {problem && !known && <ProblemNote problem={problem} />}
      {tried && <DryRunResult result={tried} />}
      <div className={classes.buttons}>
        {onBack && <Button onClick={() => leave(onBack)}>Back</Button>}
        <span className={classes.space} />
        {!untried && (
          <Button loading={trying.slow} disabled={saving.busy} onClick={attempt}>
            Try it
          </Button>
        )}
        <Button
          type="submit"
          variant="filled"
          loading={saving.slow || (untried && trying.slow)}
          disabled={trying.busy && !untried}
        >
          {untried ? 'Try it' : check ? 'Save' : 'Add check'}
        </Button>
      </div>
    </form>
  );
}
