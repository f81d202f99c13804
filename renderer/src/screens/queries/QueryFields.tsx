import { Select } from '@mantine/core';
import { QueryOutcome, QueryPurpose } from '../../../../shared/domain/query-log.ts';
import { outcomes } from './outcomes.ts';

interface Props<T> {
  value: T;
  onChange: (value: T) => void;
  /** In a row of filters, where each says by itself what it is. */
  quiet?: boolean;
}

const ANY = 'any';
const NOT_OK = 'notOk';

const purposeWords: Record<QueryPurpose, string> = {
  check: 'Checks',
  price: 'Prices of checks',
  state: 'State of the replica',
  other: 'Catalogue and sessions',
};

const SLOWER_MS = [10, 100, 1_000, 5_000, 30_000];
const slowerWords = (ms: number): string => `Slower than ${ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`}`;

const called = (name: string, quiet: boolean | undefined, width: number) =>
  quiet ? { 'aria-label': name, w: width } : { label: name };

/** What a statement was for. */
export function PurposeField({ value, onChange, quiet }: Props<QueryPurpose[]>) {
  return (
    <Select
      {...called('Purpose', quiet, 160)}
      value={value[0] ?? ANY}
      onChange={(chosen) => onChange(chosen === null || chosen === ANY ? [] : [QueryPurpose.parse(chosen)])}
      data={[
        { value: ANY, label: 'Any purpose' },
        ...QueryPurpose.options.map((each) => ({ value: each, label: purposeWords[each] })),
      ]}
    />
  );
}

/** How it ended. */
export function OutcomeField({ value, onChange, quiet }: Props<QueryOutcome[]>) {
  const chosen = value.length > 1 ? NOT_OK : (value[0] ?? ANY);
  return (
    <Select
      {...called('Outcome', quiet, 126)}
      value={chosen}
      onChange={(next) => onChange(outcomesOf(next))}
      data={[
        { value: ANY, label: 'Any outcome' },
        { value: NOT_OK, label: 'Not OK' },
        ...QueryOutcome.options.map((each) => ({ value: each, label: outcomes[each].word })),
      ]}
    />
  );
}

function outcomesOf(chosen: string | null): QueryOutcome[] {
  if (chosen === NOT_OK) return QueryOutcome.options.filter((each) => each !== 'ok');
  return chosen === null || chosen === ANY ? [] : [QueryOutcome.parse(chosen)];
}

/** How long it took at least. */
export function SlowerField({ value, onChange, quiet }: Props<number | null>) {
  return (
    <Select
      {...called('Duration', quiet, 150)}
      value={value === null ? ANY : String(value)}
      onChange={(chosen) => onChange(chosen === null || chosen === ANY ? null : Number(chosen))}
      data={[
        { value: ANY, label: 'Any duration' },
        ...SLOWER_MS.map((ms) => ({ value: String(ms), label: slowerWords(ms) })),
      ]}
    />
  );
}
