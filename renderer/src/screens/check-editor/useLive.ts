import { useEffect, useRef, useState } from 'react';
import type { CheckInput, CheckPreview, DraftPrice } from '../../../../shared/domain/check.ts';
import type { Problem } from '../../../../shared/domain/primitives.ts';
import { toProblem } from '../../ipc/problem.ts';
import { type DraftOwner, previewCheck, priceCheck } from '../../stores/checks.ts';

/** A pause between keys: then the statement is shown. It asks no server. */
const PREVIEW_AFTER_MS = 120;
/** A pause to think: then the server is asked for its price. */
const PRICE_AFTER_MS = 700;

export interface Live {
  preview: CheckPreview | null;
  /** Of what is written now. Null: not known yet, or nothing to price. */
  price: DraftPrice | null;
  pricing: boolean;
  /** The server could not be asked. */
  problem: Problem | null;
}

const NOTHING: Live = { preview: null, price: null, pricing: false, problem: null };

/** The statement and the price of what is being written, a moment after it was written. */
export function useLive(owner: DraftOwner, { type, config, rule, bounds }: CheckInput): Live {
  const [live, setLive] = useState<Live>(NOTHING);
  const prices = useRef(new Map<string, DraftPrice>());
  const written = JSON.stringify({ owner, check: { type, config, rule, bounds } });
  useEffect(() => {
    const asked = JSON.parse(written) as { owner: DraftOwner; check: Parameters<typeof previewCheck>[1] };
    let current = true;
    let timer = setTimeout(() => void show(), PREVIEW_AFTER_MS);
    const set = (part: Partial<Live>) => current && setLive((before) => ({ ...before, ...part }));

    async function show(): Promise<void> {
      try {
        const preview = await previewCheck(asked.owner, asked.check);
        const key = JSON.stringify([preview.sql, asked.check.config]);
        const price = prices.current.get(key) ?? null;
        const open = current && preview.sql !== null && price === null;
        set({ preview, price, pricing: open, problem: null });
        if (open) timer = setTimeout(() => void ask(key), PRICE_AFTER_MS);
      } catch (error) {
        set({ ...NOTHING, problem: toProblem(error) });
      }
    }

    async function ask(key: string): Promise<void> {
      try {
        const price = await priceCheck(asked.owner, asked.check);
        prices.current.set(key, price);
        set({ price, pricing: false });
      } catch (error) {
        set({ pricing: false, problem: toProblem(error) });
      }
    }

    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [written]);
  return live;
}
