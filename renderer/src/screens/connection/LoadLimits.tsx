import { Collapse, NumberInput, Select, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import type { LoadPolicy } from '../../../../shared/domain/connection.ts';
import { DurationInput } from '../../components/fields/DurationInput.tsx';
import { duration } from '../../format/duration.ts';
import { bytes, share } from '../../format/number.ts';
import classes from './ConnectionForm.module.css';
import type { Errors } from './draft.ts';
import { QuietWindowFields } from './QuietWindowFields.tsx';

const MEGABYTE = 1_048_576;

interface Props {
  policy: LoadPolicy;
  errors: Errors;
  onChange: (policy: LoadPolicy) => void;
}

/** What Pulse may cost the replica. The defaults are careful, so this stays folded. */
export function LoadLimits({ policy, errors, onChange }: Props) {
  const [opened, { toggle }] = useDisclosure(false);
  const id = useId();
  const change = (part: Partial<LoadPolicy>) => onChange({ ...policy, ...part });
  const wrong = Object.keys(errors).some((field) => field.startsWith('policy.'));
  return (
    <section className={classes.limits} aria-label="Load limits">
      <UnstyledButton
        className={classes.fold ?? ''}
        aria-expanded={opened || wrong}
        aria-controls={id}
        onClick={toggle}
      >
        <IconChevronRight size={14} className={classes.chevron} aria-hidden="true" />
        <span className={classes.foldTitle}>Load limits</span>
        <span className={classes.foldText}>
          {share(policy.busyShare)} of the time, {policy.maxConcurrency} at once,{' '}
          {duration(policy.statementTimeoutMs / 1_000)} and {bytes(policy.maxScanBytes)} a statement
          {policy.quietWindow && `, quiet ${policy.quietWindow.from}–${policy.quietWindow.to}`}
        </span>
      </UnstyledButton>
      <Collapse id={id} expanded={opened || wrong}>
        <div className={classes.limitFields}>
          <NumberInput
            label="Busy at most"
            description="Share of the time in which Pulse may keep the replica busy."
            suffix=" %"
            min={0.1}
            max={20}
            value={Math.round(policy.busyShare * 10_000) / 100}
            error={errors['policy.busyShare']}
            onChange={(value) => change({ busyShare: Number(value) / 100 })}
          />
          <Select
            label="Queries at once"
            description="More than two are never needed."
            data={['1', '2']}
            value={String(policy.maxConcurrency)}
            onChange={(value) => change({ maxConcurrency: Number(value) })}
          />
          <DurationInput
            label="Statement timeout"
            description="A longer statement is cancelled."
            value={policy.statementTimeoutMs / 1_000}
            error={errors['policy.statementTimeoutMs']}
            onChange={(seconds) => change({ statementTimeoutMs: Math.round((seconds ?? 0) * 1_000) })}
          />
          <DurationInput
            label="Lock timeout"
            description="Pulse waits no longer for a lock."
            value={policy.lockTimeoutMs / 1_000}
            error={errors['policy.lockTimeoutMs']}
            onChange={(seconds) => change({ lockTimeoutMs: Math.round((seconds ?? 0) * 1_000) })}
          />
          <DurationInput
            label="Most lag"
            description="Further behind, tables are not judged: the lag is the finding."
            value={policy.maxLagSeconds}
            error={errors['policy.maxLagSeconds']}
            onChange={(seconds) => change({ maxLagSeconds: seconds ?? 0 })}
          />
          <NumberInput
            label="Most to read at once"
            description="By PostgreSQL’s own estimate. A check that would read more looks at recent rows or a sample instead."
            suffix=" MB"
            thousandSeparator=","
            min={1}
            max={1_048_576}
            allowDecimal={false}
            value={Math.round(policy.maxScanBytes / MEGABYTE)}
            error={errors['policy.maxScanBytes']}
            onChange={(value) => change({ maxScanBytes: Number(value) * MEGABYTE })}
          />
          <QuietWindowFields value={policy.quietWindow} onChange={(quietWindow) => change({ quietWindow })} />
        </div>
      </Collapse>
    </section>
  );
}
