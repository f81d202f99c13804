import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { giveFeedback } from '../../stores/checks.ts';
import classes from './Incidents.module.css';

/** The user's word on what a check that learns has found. */
export function Feedback({ checkId, name }: { checkId: number; name: string }) {
  const [said, setSaid] = useState<boolean | null>(null);
  const saying = useAction(async (fine: boolean) => {
    await giveFeedback(checkId, fine);
    setSaid(fine);
  });
  return (
    <>
      <Group gap={6} mt={8}>
        <Button
          aria-label={`${name}: this was fine`}
          aria-pressed={said === true}
          onClick={() => saying.run(true)}
        >
          This was fine
        </Button>
        <Button
          aria-label={`${name}: this was wrong`}
          aria-pressed={said === false}
          onClick={() => saying.run(false)}
        >
          This was wrong
        </Button>
        <span role="status" className={classes.small}>
          {said === true && 'Learned as normal.'}
          {said === false && 'Left out of what is normal.'}
        </span>
      </Group>
      {saying.problem && <ProblemNote problem={saying.problem} />}
    </>
  );
}
