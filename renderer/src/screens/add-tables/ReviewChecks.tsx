import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { CatalogueTable } from '../../../../shared/domain/table.ts';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { Keys } from '../../shortcuts/Keys.tsx';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { replacePlace } from '../../stores/navigation.ts';
import { accept, chosenChecks, forgetProposals, propose, useProposals } from '../../stores/proposals.ts';
import classes from './AddTables.module.css';
import { ProposalPanel } from './ProposalPanel.tsx';

interface Props {
  connectionId: number;
  tables: readonly CatalogueTable[];
  onBack: () => void;
}

/** The suggested checks of each chosen table, to take or leave. */
export function ReviewChecks({ connectionId, tables, onBack }: Props) {
  const proposals = useProposals((state) => state.list);
  useEffect(() => {
    void propose(connectionId, tables);
    return forgetProposals;
  }, [connectionId, tables]);
  const accepting = useAction(async () => {
    if (await accept(connectionId)) replacePlace({ screen: 'overview' });
  });
  const waiting = proposals.some((proposal) => proposal.load.phase === 'loading');
  const checks = proposals.reduce((sum, proposal) => sum + chosenChecks(proposal).length, 0);
  const ready = !waiting && proposals.length > 0;
  const go = () => {
    if (ready && !accepting.busy) void accepting.run();
  };
  useShortcuts({ 'adding.goOn': go });
  return (
    <div className={classes.review}>
      {proposals.map((proposal) => (
        <ProposalPanel key={proposal.key} connectionId={connectionId} proposal={proposal} />
      ))}
      <div className={classes.accept}>
        <Button size="sm" onClick={onBack} disabled={accepting.busy}>
          Back
        </Button>
        <div className={classes.onwards}>
          <Keys id="adding.goOn" />
          <Button size="sm" variant="filled" loading={accepting.slow} disabled={!ready} onClick={go}>
            Monitor {plural(tables.length, 'table')} with {plural(checks, 'check')}
          </Button>
        </div>
      </div>
    </div>
  );
}
