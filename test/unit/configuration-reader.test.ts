import { expect, onTestFinished, test } from 'vitest';
import { parseConfiguration } from '../../electron/engine/config/parse-yaml.ts';
import { ConfigurationReader } from '../../electron/engine/config/reader.ts';
import { CONFIGURATION_HEAD } from '../support/configuration-text.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const KNOWN = { connections: ['shop'], webhooks: [] };
const GOOD = `${CONFIGURATION_HEAD}          - { type: freshness, config: { timestampColumn: at }, bounds: { failMax: 120 }, pendingMinutes: 5 }
`;
const BAD = GOOD.replace('failMax: 120', 'failMax: soon');

function aReader() {
  const clock = new VirtualClock();
  const reader = new ConfigurationReader(clock);
  onTestFinished(() => reader.close());
  return { reader, clock };
}

test.each([GOOD, BAD, '- no', 'a: *b'])('a file is read in a thread as it is read anywhere', async (text) => {
  const { reader } = aReader();
  expect(await reader.read(text, KNOWN)).toStrictEqual(parseConfiguration(text, KNOWN));
});

test('what was read is kept for who applies it, as long as it would be read the same, and not for ever', async () => {
  const { reader, clock } = aReader();
  const first = reader.read(GOOD, KNOWN);
  await first;
  expect(reader.read(GOOD, { ...KNOWN })).toBe(first);
  const known = reader.read(GOOD, { ...KNOWN, webhooks: ['Team'] });
  expect(known).not.toBe(first);
  await clock.advance(600_000);
  const later = reader.read(GOOD, { ...KNOWN, webhooks: ['Team'] });
  expect(later).not.toBe(known);
  reader.forget();
  expect(reader.read(GOOD, { ...KNOWN, webhooks: ['Team'] })).not.toBe(later);
});

test('a file that is being read when Pulse stops says so', async () => {
  const { reader } = aReader();
  const reading = reader.read(GOOD, KNOWN);
  const said = expect(reading).rejects.toMatchObject({ problem: { code: 'interrupted' } });
  await reader.close();
  await said;
});
