import { Loader, Skeleton } from '@mantine/core';
import { useSlow } from '../hooks/useSlow.ts';
import classes from './Waiting.module.css';

/** A wait in words, shown only when it lasts. */
export function Waiting({ label }: { label: string }) {
  const slow = useSlow(true);
  return (
    <div className={classes.waiting} role="status">
      {slow && (
        <>
          <Loader size={14} color="gray" />
          <span>{label}</span>
        </>
      )}
    </div>
  );
}

/** The shape of a list to come, shown only when the wait lasts. */
export function WaitingRows({ label, rows = 8 }: { label: string; rows?: number }) {
  const slow = useSlow(true);
  return (
    <div className={classes.rows} role="status" aria-label={slow ? label : undefined}>
      {slow &&
        Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <Skeleton key={index} height={14} width={`${88 - ((index * 17) % 40)}%`} radius="sm" />
        ))}
    </div>
  );
}
