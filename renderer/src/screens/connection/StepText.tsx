import { Sql } from '../../components/Sql.tsx';
import classes from './ConnectionForm.module.css';

const SQL_LINE = /^(CREATE|GRANT|ALTER|REVOKE) /;

/** The sentence of a step, and the SQL it may end with: to run elsewhere, so it can be copied. */
export function StepText({ text }: { text: string }) {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => SQL_LINE.test(line));
  const words = (at === -1 ? lines : lines.slice(0, at)).join('\n');
  return (
    <>
      <div className={classes.stepText}>{words}</div>
      {at !== -1 && <Sql text={lines.slice(at).join('\n')} label="SQL to run on the primary" narrow />}
    </>
  );
}
