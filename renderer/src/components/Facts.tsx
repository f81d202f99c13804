import classes from './Facts.module.css';

interface Fact {
  term: string;
  value: React.ReactNode;
  /** Small print under the value. */
  note?: React.ReactNode;
}

/** Named values side by side. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map((fact) => (
        <div key={fact.term} className={classes.fact}>
          <dt>{fact.term}</dt>
          <dd>
            {fact.value}
            {fact.note && <div className={classes.note}>{fact.note}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
