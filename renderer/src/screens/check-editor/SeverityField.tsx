import { Input, SegmentedControl } from '@mantine/core';
import { CheckSeverity } from '../../../../shared/domain/check.ts';
import { severityWord } from '../../format/rule.ts';

const meaning: Record<CheckSeverity, string> = {
  warning: 'A bad value is a warning only, never broken data.',
  broken: 'A bad value means broken data.',
  critical: 'A bad value means broken data that you want to hear of at any hour, quiet hours or not.',
};

/** What a failure of the check counts as. */
export function SeverityField({
  severity,
  onChange,
}: {
  severity: CheckSeverity;
  onChange: (severity: CheckSeverity) => void;
}) {
  return (
    <Input.Wrapper
      label="Severity"
      labelElement="div"
      description={meaning[severity]}
      inputWrapperOrder={['label', 'input', 'description']}
    >
      <div>
        <SegmentedControl
          size="xs"
          mb={4}
          aria-label="Severity"
          value={severity}
          onChange={(next) => onChange(CheckSeverity.parse(next))}
          data={CheckSeverity.options.map((value) => ({ value, label: severityWord[value] }))}
        />
      </div>
    </Input.Wrapper>
  );
}
