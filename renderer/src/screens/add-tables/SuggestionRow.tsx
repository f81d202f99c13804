import { Checkbox } from '@mantine/core';
import type { Suggestion } from '../../../../shared/domain/check.ts';
import { BackTestResult } from '../../components/backtest/BackTestResult.tsx';
import { PriceLine } from '../../components/PriceLine.tsx';
import { every } from '../../format/duration.ts';
import { ruleInWords } from '../../format/rule.ts';
import type { Proof } from '../../stores/proposals.ts';
import classes from './AddTables.module.css';

interface Props {
  suggestion: Suggestion;
  /** `sought`: it is still being found out. */
  proof: Proof | 'sought' | undefined;
  ticked: boolean;
  onTick: (ticked: boolean) => void;
}

/** A check to take or leave: why, what it costs, and how often it would have spoken. */
export function SuggestionRow({ suggestion, proof, ticked, onTick }: Props) {
  const { check, reason, unit } = suggestion;
  return (
    <>
      <Checkbox
        checked={ticked}
        onChange={(event) => onTick(event.currentTarget.checked)}
        label={<span className={classes.suggestionName}>{check.name}</span>}
        description={
          <>
            {reason}
            <span className={classes.terms}>
              Runs {every(check.intervalMs)}. {ruleInWords(check, unit)}
            </span>
          </>
        }
      />
      <div className={classes.proof}>
        {proof === 'sought' ? (
          <span className={classes.sought}>Looking at its price and its past…</span>
        ) : (
          <>
            {proof?.price && <PriceLine price={proof.price} />}
            {proof?.past && proof.past.source !== 'none' && (
              <BackTestResult test={proof.past} check={check} />
            )}
          </>
        )}
      </div>
    </>
  );
}
