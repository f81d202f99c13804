import { IconChecklist } from '@tabler/icons-react';
import type { TableDetail } from '../../../../shared/domain/table.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { CheckCard } from './CheckCard.tsx';
import lineClasses from './CheckLine.module.css';
import { CheckLine } from './CheckLine.tsx';
import { sortOut } from './calm.ts';
import classes from './Table.module.css';

export function Checks({ detail }: { detail: TableDetail }) {
  if (detail.checks.length === 0) {
    return (
      <EmptyState
        icon={<IconChecklist size={20} stroke={1.6} />}
        title="No checks on this table"
        text="Without a check Pulse cannot say how the table is. Add one: freshness tells when rows stop arriving, volume when there are too few or too many."
      />
    );
  }
  const { cards, lines } = sortOut(detail.checks);
  return (
    <>
      {cards.length > 0 && (
        <div className={classes.cards}>
          {cards.map((check) => (
            <CheckCard key={check.id} check={check} columns={detail.columns} />
          ))}
        </div>
      )}
      {lines.length > 0 && (
        <div className={lineClasses.lines} data-below={cards.length > 0 || undefined}>
          {lines.map((check) => (
            <CheckLine key={check.id} check={check} columns={detail.columns} />
          ))}
        </div>
      )}
    </>
  );
}
