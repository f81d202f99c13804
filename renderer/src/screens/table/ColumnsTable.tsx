import type { Column, TableProfile } from '../../../../shared/domain/table.ts';
import { Panel } from '../../components/Panel.tsx';
import { Ago } from '../../components/Time.tsx';
import { CopyCsv } from '../../components/table/CopyCsv.tsx';
import { distinctInWords, endInWords, nullInWords } from '../../format/column.ts';
import { bytes, shortCount } from '../../format/number.ts';
import classes from './Columns.module.css';
import { columnsCsv, profiledColumns } from './csv.ts';

interface Props {
  columns: readonly Column[];
  profile: TableProfile | null;
}

/** A table's columns with what the server's own statistics say of them. */
export function ColumnsTable({ columns, profile }: Props) {
  const rows = profiledColumns(columns, profile);
  return (
    <>
      <Panel label="Columns" flush>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <section className={classes.scroller} tabIndex={0} aria-label="Columns and their profile">
          <table className={classes.columns}>
            <thead>
              <tr>
                <th scope="col">Column</th>
                <th scope="col">Type</th>
                <th scope="col" data-end>
                  Null
                </th>
                <th scope="col" data-end>
                  Different values
                </th>
                <th scope="col" data-end>
                  Lowest
                </th>
                <th scope="col" data-end>
                  Highest
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([{ name, type, nullable }, profiled]) => {
                const { nullShare = null, lowest = null, highest = null } = profiled ?? {};
                return (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td className={classes.code}>{type}</td>
                    <Cell text={nullInWords(nullable, nullShare)} dim={!nullable}>
                      {nullable && nullShare !== null && nullShare > 0 && <Bar share={nullShare} />}
                    </Cell>
                    <Cell
                      text={profiled ? distinctInWords(profiled) : null}
                      dim={profiled?.unique ?? false}
                    />
                    <Cell text={endInWords(lowest)} title={lowest} />
                    <Cell text={endInWords(highest)} title={highest} />
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      </Panel>
      <div className={classes.below}>
        <p className={classes.source}>
          <Source profile={profile} />
        </p>
        <CopyCsv what="the columns" columns={columnsCsv} rows={() => rows} />
      </div>
    </>
  );
}

interface CellProps {
  text: string | null;
  dim?: boolean;
  title?: string | number | null;
  children?: React.ReactNode;
}

function Cell({ text, dim = false, title = null, children }: CellProps) {
  return (
    <td
      data-end
      data-dim={dim || text === null || undefined}
      title={title === null ? undefined : String(title)}
    >
      {children}
      {text ?? '—'}
    </td>
  );
}

/** The share as a length, beside the number that says it. */
function Bar({ share }: { share: number }) {
  return (
    <span className={classes.bar} aria-hidden="true">
      <span style={{ width: `${Math.max(4, share * 100)}%` }} />
    </span>
  );
}

function Source({ profile }: { profile: TableProfile | null }) {
  if (!profile) return 'What the columns hold is read from the server’s statistics before the first check.';
  const { at, estimatedRows, bytes: size, columns } = profile;
  const whole = [
    estimatedRows === null ? '' : `about ${shortCount(estimatedRows)} rows`,
    size === null ? '' : bytes(size),
  ].filter((part) => part !== '');
  const extent = whole.length > 0 ? ` The table has ${whole.join(', ')}.` : '';
  if (columns.every((column) => column.nullShare === null)) {
    return (
      <>
        The server shows no statistics of these columns: the table was never analysed, is a view, or may not
        be read.{extent}
      </>
    );
  }
  return (
    <>
      From the server’s own statistics (its last ANALYZE, of a sample of the rows), read <Ago at={at} />{' '}
      without touching the table.{extent} Ends are shown of numbers and times only.
    </>
  );
}
