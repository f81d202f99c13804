import { Button, NumberInput, Switch, TextInput } from '@mantine/core';
import type { CheckTypeInfo, CheckView } from '../../../../shared/domain/check.ts';
import type { Column } from '../../../../shared/domain/table.ts';
import { DurationInput } from '../../components/fields/DurationInput.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import type { CheckOwner } from '../../stores/checks.ts';
import { leave } from '../../stores/unsaved.ts';
import classes from './CheckForm.module.css';
import { ConfigField } from './ConfigField.tsx';
import { LiveSide } from './LiveSide.tsx';
import { RuleFields } from './RuleFields.tsx';
import { SeverityField } from './SeverityField.tsx';
import { useCompletion } from './useCompletion.ts';
import { useDraft } from './useDraft.ts';
import { useOffers } from './useOffers.ts';
import { WaitFields } from './WaitFields.tsx';

interface Props {
  owner: CheckOwner;
  columns: readonly Column[];
  type: CheckTypeInfo;
  check?: CheckView;
  onDone: () => void;
  onBack?: () => void;
}

/** Settings of one check, and beside them what it would do. Its own part is drawn from its type's JSON Schema. */
export function CheckForm({ owner, columns, type, check, onDone, onBack }: Props) {
  const form = useDraft(owner, type, check, onDone);
  const { draft, fields, errors, change, saving, trying, untried } = form;
  const tables = useCompletion(owner, columns, fields, draft.config);
  const offers = useOffers(fields, draft.config, columns, tables);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void (untried ? form.attempt() : form.save());
      }}
    >
      <div className={classes.columns}>
        <div className={classes.fields}>
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
          {fields.map((field, index) => (
            <ConfigField
              key={field.name}
              field={field}
              offers={offers[index] ?? []}
              tables={tables}
              value={draft.config[field.name]}
              error={errors[`config.${field.name}`]}
              onChange={form.changeConfig}
            />
          ))}
          <RuleFields value={draft} unit={form.unit} errors={errors} onChange={change} />
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
        </div>
        <LiveSide
          live={form.live}
          asksServer={type.scope === 'connection'}
          saidElsewhere={form.statementSaidAtField}
          tried={form.tried}
          check={draft}
          past={form.past}
          ready={form.ready}
        />
      </div>
      <div className={classes.buttons}>
        {form.problem && (
          <div className={classes.refused}>
            <ProblemNote problem={form.problem} />
          </div>
        )}
        {onBack && <Button onClick={() => leave(onBack)}>Back</Button>}
        <span className={classes.space} />
        {!untried && (
          <Button loading={trying.slow} disabled={saving.busy} onClick={form.attempt}>
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
