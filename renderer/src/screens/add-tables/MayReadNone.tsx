import type { CatalogueTable } from '../../../../shared/domain/table.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Sql } from '../../components/Sql.tsx';
import { grantSql } from './none-to-pick.ts';

interface Props {
  user: string;
  tables: readonly CatalogueTable[];
  onRetry: () => void;
}

/** A role that sees tables, but may read none: what has to be granted, ready to be sent to somebody who can. */
export function MayReadNone({ user, tables, onRetry }: Props) {
  const problem = {
    code: 'permission',
    title: `${user} may read none of these tables.`,
    hint: 'For an administrator, to be run on the primary:',
    detail: null,
    sqlstate: null,
  };
  return (
    <ProblemNote tone="warning" problem={problem} onRetry={onRetry} retryLabel="Look again">
      <Sql text={grantSql(user, tables)} label="SQL that lets Pulse read them" />
    </ProblemNote>
  );
}
