import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { loadConnectionChecks, useConnectionChecks } from '../../stores/connection-checks.ts';
import { CheckDrawer } from '../check-editor/CheckDrawer.tsx';
import { ConnectionCheck } from './ConnectionCheck.tsx';
import classes from './ConnectionChecks.module.css';

/** The checks on the connection itself. */
export function ConnectionChecks({ connectionId }: { connectionId: number }) {
  const known = useConnectionChecks((state) => state.byConnection[connectionId]);
  const [adding, add] = useDisclosure(false);
  useEffect(() => void loadConnectionChecks(connectionId), [connectionId]);
  if (!known || known.load.phase === 'loading') return null;
  return (
    <section className={classes.checks} aria-label="Checks on the connection itself">
      {known.load.phase === 'failed' && (
        <ProblemNote problem={known.load.problem} onRetry={() => loadConnectionChecks(connectionId)} />
      )}
      {known.checks.map((check) => (
        <ConnectionCheck key={check.id} check={check} />
      ))}
      {known.load.phase === 'ready' && known.checks.length === 0 && (
        <div className={classes.none}>
          <p>No check on the connection itself: nobody is told when it falls behind its primary.</p>
          <Button leftSection={<IconPlus size={14} />} onClick={add.open}>
            Add check
          </Button>
        </div>
      )}
      <CheckDrawer opened={adding} onClose={add.close} owner={{ connectionId, tableId: null }} columns={[]} />
    </section>
  );
}
