import { readGrants } from '../../../shared/grants.ts';
import { quoteIdent } from './sql.ts';

/**
 * SQL that makes a role which can do no more than Pulse needs. It is run on the primary, by an administrator.
 * docs/safety.md says why each line is there.
 */
export function minimalRoleSql(database: string, schemas: readonly string[] = ['public']): string {
  const within = schemas.map(quoteIdent).join(', ');
  return `CREATE ROLE pulse LOGIN PASSWORD '…' CONNECTION LIMIT 4;
GRANT CONNECT ON DATABASE ${quoteIdent(database)} TO pulse;
${readGrants('pulse', schemas)}
ALTER DEFAULT PRIVILEGES IN SCHEMA ${within} GRANT SELECT ON TABLES TO pulse;
ALTER ROLE pulse SET default_transaction_read_only = on;`;
}
