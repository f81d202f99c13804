import { useDisclosure } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import type { BackTest, CheckInput } from '../../../../shared/domain/check.ts';
import { drawnBounds } from '../../format/rule.ts';
import { HistoryChart } from '../chart/HistoryChart.tsx';
import { TextButton } from '../TextButton.tsx';
import classes from './BackTest.module.css';
import { SpokenList } from './SpokenList.tsx';
import { SpokenMarks } from './SpokenMarks.tsx';

const NO_BAND = { low: null, high: null };

interface Props {
  test: BackTest;
  check: Pick<CheckInput, 'rule' | 'bounds' | 'name'>;
  /** The chart is there from the beginning. */
  opened?: boolean;
}

/** How often a check would have spoken in the past, and, when asked, when. */
export function BackTestResult({ test, check, opened = false }: Props) {
  const [shown, { toggle }] = useDisclosure(opened);
  const { from, to, points, unit, spoken, sentence } = test;
  const more = shown ? 'Hide' : spoken.length > 0 ? 'See when' : 'See its values';
  return (
    <div className={classes.result}>
      <p className={classes.line}>
        <IconHistory className={classes.icon} size={14} stroke={1.6} aria-hidden="true" />
        <span>
          {sentence}{' '}
          {points.length > 0 && !opened && (
            <span className={classes.more}>
              <TextButton onClick={toggle} aria-expanded={shown} aria-label={`${more}: ${check.name}`}>
                {more}
              </TextButton>
            </span>
          )}
        </span>
      </p>
      {shown && points.length > 0 && (
        <>
          <SpokenMarks spoken={spoken} from={from} to={to} />
          <HistoryChart
            label={check.name}
            points={points}
            from={from}
            to={to}
            unit={unit}
            bounds={drawnBounds(check, points.at(-1) ?? NO_BAND)}
            intervalMs={(to - from) / 100}
          />
          <SpokenList spoken={spoken} unit={unit} />
        </>
      )}
    </div>
  );
}
