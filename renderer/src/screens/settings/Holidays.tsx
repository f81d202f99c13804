import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { formatHolidays, parseHolidays } from '../../../../shared/domain/holidays.ts';
import type { Settings } from '../../../../shared/domain/settings.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changeSettings } from '../../stores/settings.ts';
import { Section } from './Section.tsx';
import classes from './Settings.module.css';

const EXAMPLE = '12-25 Christmas Day\n2027-04-05 Easter Monday\n12-24..01-01 Christmas break';

/** A line each, so that a list from elsewhere can be pasted. Saved when the field is left, and only as a whole. */
export function HolidayList({ settings }: { settings: Settings }) {
  const changing = useAction(changeSettings);
  const saved = formatHolidays(settings.holidays);
  const [text, setText] = useState(saved);
  const { holidays, problems } = parseHolidays(text);
  const [first] = problems;
  const save = () => {
    if (problems.length === 0 && formatHolidays(holidays) !== saved) void changing.run({ holidays });
  };
  return (
    <Section title="Holidays">
      <p className={classes.text}>
        On these days learned checks expect what any day of the week may bring, with more room than usual, and
        learn nothing. Fixed bounds hold as always.
      </p>
      <Textarea
        label="Days, one a line"
        description="A day of every year, of one year, or several days in a row, and its name."
        placeholder={EXAMPLE}
        w="100%"
        maw={440}
        autosize
        minRows={3}
        maxRows={12}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={save}
        error={first && `Line ${first.line}: ${first.message}`}
      />
      {changing.problem && <ProblemNote problem={changing.problem} />}
    </Section>
  );
}
