import type { CheckView } from '../../../../shared/domain/check.ts';
import { nearestPoint, pointAt, stepOf, usualInWords } from '../../components/chart/points.ts';
import { StatusMark } from '../../components/Status.tsx';
import { At } from '../../components/Time.tsx';
import { ruleInWords } from '../../format/rule.ts';
import { upperFirst } from '../../format/text.ts';
import { shortTime } from '../../format/time.ts';
import { inUnit } from '../../format/unit.ts';
import { useCrosshair } from '../../stores/crosshair.ts';
import { useEarlier } from '../../stores/earlier.ts';
import { useSeries } from '../../stores/series.ts';
import { earlierBy } from '../../stores/span.ts';
import classes from './Values.module.css';

/** What every chart of the table shows at the time that is pointed at, one under the other. */
export function Values({ checks }: { checks: readonly CheckView[] }) {
  const at = useCrosshair((state) => state.at);
  const range = useSeries((state) => state.range);
  const compared = useEarlier((state) => state.shown);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className={classes.values} aria-label="Values of all checks" tabIndex={0}>
      <table className={classes.table}>
        <caption className={classes.caption}>
          {at === null
            ? 'Newest results. Point at a chart, or go to it with Tab and the arrow keys, for those of another time.'
            : `At ${shortTime(at, Date.now())}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">Status</th>
            <th scope="col" data-end>
              Value
            </th>
            {compared && (
              <th scope="col" data-end>
                {upperFirst(earlierBy(range).words)}
              </th>
            )}
            <th scope="col">Usual or bounds</th>
            <th scope="col" data-end>
              Result of
            </th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <Row key={check.id} check={check} at={at} compared={compared} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ check, at, compared }: { check: CheckView; at: number | null; compared: boolean }) {
  const series = useSeries((state) => state.byCheck[check.id]);
  const earlier = useEarlier((state) => (compared ? state.byCheck[check.id] : undefined));
  const points = series?.points ?? [];
  const stepMs = series ? stepOf(check.intervalMs, series) : check.intervalMs;
  const point = at === null ? (points.at(-1) ?? null) : pointAt(points, at, stepMs);
  const then = point && earlier ? nearestPoint(earlier.points, point.at) : null;
  const inWords = (value: number | null | undefined) => (value == null ? '—' : inUnit(value, check.unit));
  return (
    <tr>
      <th scope="row" title={check.name}>
        {check.name}
      </th>
      <td>{point ? <StatusMark status={point.status} /> : <span data-dim>Nothing judged</span>}</td>
      <td data-end data-value>
        {inWords(point?.value)}
      </td>
      {compared && <td data-end>{inWords(then?.value)}</td>}
      <td>{(point && upperFirst(usualInWords(point, check.unit))) || ruleInWords(check, check.unit)}</td>
      <td data-end>
        <At at={point?.at ?? null} />
      </td>
    </tr>
  );
}
