import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimal } from '../../electron/engine/export/dataset.ts';
import { LineBytes } from '../../electron/engine/export/line-bytes.ts';

it('writes a number as its shortest decimals, however it is found', () => {
  const measured = fc.integer({ min: -1e12, max: 1e12 }).map((n) => n / 1_000);
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.oneof(measured, any, fc.constantFrom(0, -0, 1e12, 1e15, 1e21, 0.001, 1e-7)), (value) => {
      expect(decimal(value)).toBe(String(value));
    }),
    { numRuns: 5_000 },
  );
  expect(decimal(null)).toBe('');
});

it('gives back every line once and in order, whatever is in it and whenever it is taken', () => {
  const line = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.repeat(50));
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 60 }), { maxLength: 5 }), (batches) => {
      const lines = new LineBytes();
      const taken = batches.map((batch) => {
        for (const each of batch) lines.add(each);
        return lines.take();
      });
      // Looked at only now: what was taken must not be written over.
      expect(Buffer.concat(taken).equals(Buffer.from(batches.flat().join('')))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
