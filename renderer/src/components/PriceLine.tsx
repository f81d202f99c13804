import { IconCoins } from '@tabler/icons-react';
import type { CheckPrice } from '../../../shared/domain/check.ts';
import { Glyph } from './Glyph.tsx';
import classes from './PriceLine.module.css';

/** What a check reads, and what Pulse does to keep it cheap. */
export function PriceLine({ price }: { price: CheckPrice }) {
  const refused = price.step === 'refused';
  return (
    <p className={classes.price} data-refused={refused || undefined}>
      <span className={classes.icon}>
        {refused ? (
          <Glyph name="warning" size={13} />
        ) : (
          <IconCoins size={14} stroke={1.6} aria-hidden="true" />
        )}
      </span>
      <span>{price.sentence}</span>
    </p>
  );
}
