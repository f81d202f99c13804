import { Panel } from '../../components/Panel.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { TableName } from '../../components/TableName.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { plural } from '../../format/number.ts';
import { type Proposal, proposeAgain, tick } from '../../stores/proposals.ts';
import classes from './AddTables.module.css';
import { SuggestionRow } from './SuggestionRow.tsx';

interface Props {
  connectionId: number;
  proposal: Proposal;
}

export function ProposalPanel({ connectionId, proposal }: Props) {
  const { key, schema, name, load, suggestions, ticked, proofs, problem } = proposal;
  return (
    <Panel label={key} flush>
      <div className={classes.proposalHead}>
        <h2 className={classes.proposalName}>
          <TableName schema={schema} name={name} />
        </h2>
        {load.phase === 'ready' && (
          <span className={classes.dim}>
            {ticked.size} of {plural(suggestions.length, 'check')}
          </span>
        )}
      </div>
      {problem && (
        <div className={classes.padded}>
          <ProblemNote problem={problem} />
        </div>
      )}
      {load.phase === 'loading' && (
        <div className={classes.padded}>
          <Waiting label="Looking at its columns and statistics" />
        </div>
      )}
      {load.phase === 'failed' && (
        <div className={classes.padded}>
          <ProblemNote problem={load.problem} onRetry={() => proposeAgain(connectionId, proposal)} />
        </div>
      )}
      {load.phase === 'ready' && suggestions.length === 0 && (
        <p className={classes.padded}>Nothing to suggest. Add the table, then add checks of your own.</p>
      )}
      {suggestions.length > 0 && (
        <ul className={classes.suggestions}>
          {suggestions.map((suggestion) => (
            <li key={suggestion.key}>
              <SuggestionRow
                suggestion={suggestion}
                proof={proofs === null ? 'sought' : proofs[suggestion.key]}
                ticked={ticked.has(suggestion.key)}
                onTick={(next) => tick(key, suggestion.key, next)}
              />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
