import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { quoteIdent, quoteLiteral } from '../replica/sql.ts';
import { asNumber, defineCheckType, singleRow } from './check-type.ts';
import { marginOfShare } from './sampling.ts';
import { BEYOND_ASCII, faultOf, TEXT_PATTERNS } from './text-patterns.ts';
import { rowSettings, rowWords, scanOf } from './window.ts';

/** The pattern of damaged text as an SQL literal, for `~`. */
export const DAMAGED_TEXT = quoteLiteral(TEXT_PATTERNS.damaged.pattern);

const config = z
  .object({
    column: z.string().min(1, 'Which column holds the text?').meta({ title: 'Column', format: 'column' }),
    kind: z.enum(['damaged', 'email', 'uuid', 'whitespace', 'regex']).default('damaged').meta({
      title: 'Format',
      description:
        'Damaged is wrongly decoded text such as CafÃ©, and control characters. Email and UUID find text of another form, Whitespace spaces before or after. Regex is your own pattern.',
    }),
    pattern: z.string().max(1_000).nullable().default(null).meta({
      title: 'Pattern',
      description: 'For "regex": a regular expression of PostgreSQL, such as ^[A-Z]{3}-\\d+$',
    }),
    match: z.enum(['must_match', 'must_not_match']).default('must_match').meta({
      title: 'Good text',
      description: 'For "regex": whether good text matches the pattern, or bad text does.',
    }),
    ...rowSettings,
  })
  .superRefine(({ kind, pattern }, issues) => {
    if (kind !== 'regex') return;
    const fault = pattern ? faultOf(pattern) : 'Write the pattern that text is compared with.';
    if (fault) issues.addIssue({ code: 'custom', message: fault, path: ['pattern'] });
  });

type Config = z.infer<typeof config>;

/** Share of the filled rows whose text is not as it should be. Empty text is `missing`'s business. */
export const textFormat = defineCheckType({
  type: 'text_format',
  title: 'Text format',
  description:
    'Is text readable and of the right form? Finds broken encodings, stray spaces and malformed keys.',
  scope: 'table',
  unit: 'percent',
  measure: 'share',
  stepDown: ['window', 'sample'],
  config,
  defaults: {
    name: 'Text format',
    config: {
      column: '',
      kind: 'damaged',
      pattern: null,
      match: 'must_match',
      timestampColumn: null,
      windowSeconds: null,
      where: null,
    },
    bounds: { ...NO_BOUNDS, warnMax: 0, failMax: 1 },
    intervalMs: 300_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan(settings, context) {
    const text = `${quoteIdent(settings.column)}::text`;
    const filled = `${text} <> ''`;
    const aggregates = {
      filled: { call: 'count(*)', filter: filled },
      bad: { call: 'count(*)', filter: `${filled} AND ${badText(settings, text)}` },
    };
    return { ask: 'scan', scan: scanOf(settings, context.table, aggregates) };
  },
  observe(answer, settings) {
    const row = singleRow(answer);
    const filled = asNumber(row.filled) ?? 0;
    const bad = asNumber(row.bad) ?? 0;
    const place = rowWords(settings);
    if (filled === 0) {
      const finding = `No rows with text in ${settings.column} ${place}, so nothing to judge`;
      return { value: null, status: 'learning', finding };
    }
    const percent = (bad / filled) * 100;
    const finding =
      bad === 0
        ? `${allGood(settings)} ${place} (${formatCount(filled, 'filled row')})`
        : `${settings.column} ${badWords(settings)} in ${formatNumber(percent)} % of filled rows (${formatNumber(bad)} of ${formatNumber(filled)}) ${place}`;
    const sample = answer.ask === 'scan' ? answer.sample : null;
    return {
      value: percent,
      ...(sample ? { margin: marginOfShare(percent, filled, sample) } : {}),
      finding,
    };
  },
});

function badText({ kind, pattern, match }: Config, text: string): string {
  if (kind === 'regex') {
    return `${text} ${match === 'must_match' ? '!~' : '~'} ${quoteLiteral(pattern ?? '')}`;
  }
  const known = TEXT_PATTERNS[kind];
  // Under "C" a pattern means the same whatever the column's collation, and is matched fastest.
  const plain = `${text} COLLATE "C"`;
  const bad = `${plain} ${known.healthy ? '!~' : '~'} ${quoteLiteral(known.pattern)}`;
  return kind === 'damaged' ? `${plain} ~ ${quoteLiteral(BEYOND_ASCII)} AND ${bad}` : bad;
}

function badWords({ kind, match }: Config): string {
  if (kind === 'regex') return match === 'must_match' ? 'does not match the pattern' : 'matches the pattern';
  return {
    damaged: 'is damaged',
    email: 'is no e-mail address',
    uuid: 'is no UUID',
    whitespace: 'begins or ends with white space',
  }[kind];
}

function allGood({ column, kind, match }: Config): string {
  if (kind === 'regex') return `${match === 'must_match' ? 'Every' : 'No'} ${column} matches the pattern`;
  return {
    damaged: `No ${column} is damaged`,
    email: `Every ${column} is an e-mail address`,
    uuid: `Every ${column} is a UUID`,
    whitespace: `No ${column} begins or ends with white space`,
  }[kind];
}
