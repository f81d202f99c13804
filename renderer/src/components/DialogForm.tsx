import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { ProblemNote } from './ProblemNote.tsx';

interface Props {
  /** The verb, as the button says it. */
  submit: string;
  /** Nothing can be sent yet. */
  incomplete?: boolean;
  saving?: { slow: boolean; problem: Problem | null };
  onSubmit(): void;
  onCancel(): void;
  children: ReactNode;
}

/** What a dialog asks for, what stood in the way, and the two ways out. */
export function DialogForm({ submit, incomplete = false, saving, onSubmit, onCancel, children }: Props) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!incomplete) onSubmit();
      }}
    >
      <Stack gap={16}>
        {children}
        {saving?.problem && <ProblemNote problem={saving.problem} />}
        <Group justify="flex-end" gap={8}>
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" variant="filled" loading={saving?.slow ?? false} disabled={incomplete}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
