import classes from './Facts.module.css';

interface Fact {
  term: string;
  value: React.ReactNode;
  /** Small print under the value. */
  note?: React.ReactNode;
  /** Has sentences to say: takes two columns. */
  wide?: boolean;
}

/** Named values side by side. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map((fact) => (
        <div key={fact.term} className={classes.fact} data-wide={fact.wide}>
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
