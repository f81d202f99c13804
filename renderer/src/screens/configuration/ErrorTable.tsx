import type { ConfigurationError } from '../../../../shared/domain/configuration-plan.ts';
import classes from './Configuration.module.css';

/** What is wrong in the file, and where. */
export function ErrorTable({ errors }: { errors: readonly ConfigurationError[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
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
  );
}
