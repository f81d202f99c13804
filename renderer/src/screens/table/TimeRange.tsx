import { Button, SegmentedControl } from '@mantine/core';
import { IconChartDots2, IconTable, IconZoomReset } from '@tabler/icons-react';
import { useRef } from 'react';
import { spanInWords } from '../../format/time.ts';
import { showValues, useCrosshair } from '../../stores/crosshair.ts';
import { showEarlier, useEarlier } from '../../stores/earlier.ts';
import { showAll, showRange, useSeries } from '../../stores/series.ts';
import { earlierBy, RANGES, type Range } from '../../stores/span.ts';
import classes from './Table.module.css';

const words: Record<Range, string> = { '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d', '1y': '1 y' };

/** The time that all charts of the table share: a range up to now, or the part of it that was dragged over. */
export function TimeRange() {
  const range = useSeries((state) => state.range);
  const zoom = useSeries((state) => state.zoom);
  const listed = useCrosshair((state) => state.shown);
  const compared = useEarlier((state) => state.shown);
  const ranges = useRef<HTMLDivElement>(null);
  return (
    <div className={classes.time}>
      {zoom && (
        <>
          <span className={classes.zoom} role="status">
            {spanInWords(zoom.from, zoom.to, Date.now())}
          </span>
          <Button
            leftSection={<IconZoomReset size={14} stroke={1.8} />}
            onClick={() => {
              // It goes; the keyboard stays with what it was about.
              ranges.current?.querySelector<HTMLInputElement>('input:checked')?.focus();
              showAll();
            }}
          >
            Show all {words[range]}
          </Button>
        </>
      )}
      <Button
        leftSection={<IconChartDots2 size={14} stroke={1.8} />}
        aria-pressed={compared}
        variant={compared ? 'light' : 'default'}
        onClick={() => showEarlier(!compared)}
      >
        Compare with {earlierBy(range).words}
      </Button>
      <Button
        leftSection={<IconTable size={14} stroke={1.8} />}
        aria-pressed={listed}
        variant={listed ? 'light' : 'default'}
        onClick={() => showValues(!listed)}
      >
        Values
      </Button>
      <SegmentedControl
        ref={ranges}
        size="xs"
        aria-label="Time range of the charts"
        value={range}
        onChange={(value) => showRange(value as Range)}
        data={Object.keys(RANGES).map((value) => ({ value, label: words[value as Range] }))}
      />
    </div>
  );
}
