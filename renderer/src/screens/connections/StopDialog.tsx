import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { StopProof, StopReport } from '../../../../shared/domain/connection.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Mark } from '../../components/Status.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { useFocusReturn } from '../../hooks/useFocusReturn.ts';
import { stopAll } from '../../stores/pause.ts';
import classes from './Connections.module.css';
import { isProven, proofInWords } from './stop-words.ts';

/** Asks, stops, and shows what the servers said. */
export function StopDialog({ onClose }: { onClose: () => void }) {
  useFocusReturn(true);
  const [report, setReport] = useState<StopReport | null>(null);
  const stopping = useAction(async () => setReport(await stopAll()));
  return (
    <Modal
      opened
      onClose={onClose}
      title={report ? 'Everything is stopped' : 'Stop everything now?'}
      size={480}
    >
      {report ? (
        <div role="status">
          {report.connections.length === 0 && <Text c="dimmed">There is no connection to stop.</Text>}
          <ul className={classes.proofs}>
            {report.connections.map((proof) => (
              <Proof key={proof.connectionId} proof={proof} />
            ))}
          </ul>
          <Text c="dimmed" mt={12}>
            All watching stays paused, also after a restart, until you press Resume all.
          </Text>
        </div>
      ) : (
        <Text c="dimmed">
          Pulse cancels every query it has running, on every connection, waits until the servers say that they
          are gone, and then leaves all watching paused.
        </Text>
      )}
      {stopping.problem && <ProblemNote problem={stopping.problem} />}
      <Group justify="flex-end" gap={8} mt="lg">
        <Button onClick={onClose} data-autofocus>
          {report ? 'Close' : 'Cancel'}
        </Button>
        {!report && (
          <Button
            variant="filled"
            color="var(--danger)"
            loading={stopping.slow}
            onClick={() => stopping.run()}
          >
            Stop everything
          </Button>
        )}
      </Group>
    </Modal>
  );
}

function Proof({ proof }: { proof: StopProof }) {
  return (
    <li className={classes.proof}>
      <Mark glyph={isProven(proof) ? 'healthy' : 'warning'} word={proof.connection} />
      <span>{proofInWords(proof)}</span>
    </li>
  );
}
