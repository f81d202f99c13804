import type { ConfigurationError } from '../../../../shared/domain/configuration-plan.ts';
import { CopyCsv } from '../../components/table/CopyCsv.tsx';
import type { CsvColumn } from '../../components/table/copy-csv.ts';
import classes from './Configuration.module.css';

const errorsCsv: readonly CsvColumn<ConfigurationError>[] = [
  { header: 'Line', of: ({ line }) => line },
  { header: 'Column', of: ({ column }) => column },
  { header: 'Field', of: ({ field }) => field },
  { header: 'What is wrong', of: ({ message }) => message },
];

/** What is wrong in the file, and where; to be copied for whoever wrote it. */
export function ErrorTable({ errors }: { errors: readonly ConfigurationError[] }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <section className={classes.scroll} aria-label="Errors in the file" tabIndex={0}>
        <table className={classes.errors}>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Field</th>
              <th scope="col">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ line, column, field, message }) => (
              <tr key={`${line}:${column}:${field}:${message}`}>
                <td className={classes.line}>{line}</td>
                <td className={classes.field}>{field || 'the file'}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <CopyCsv what="the errors" columns={errorsCsv} rows={() => errors} />
    </>
  );
}
