import { describe, expect, test } from 'vitest';
import { checkType, validateCheck } from '../../electron/engine/checks/registry.ts';
import { BEYOND_ASCII, faultOf, TEXT_PATTERNS } from '../../electron/engine/checks/text-patterns.ts';
import { checkInput } from '../support/check-input.ts';

const damaged = new RegExp(TEXT_PATTERNS.damaged.pattern);
const NBSP = '\u00a0';

/** What becomes of a text whose UTF-8 is read in another encoding. */
const misread = (text: string, encoding: 'latin1' | 'windows-1252') =>
  encoding === 'latin1'
    ? Buffer.from(text, 'utf8').toString('latin1')
    : new TextDecoder('windows-1252').decode(Buffer.from(text, 'utf8'));

describe('damaged text', () => {
  test.each([
    'Café Müller',
    'français à la carte',
    'canción de niño, señor, corazón, última, índice',
    'Straße nach Köln, Ärger, Öl, Übung',
    'garçon, œuvre, Noël, être, hôtel, où',
    'łódź, żółć, gęś, mąż',
    'příliš žluťoučký kůň',
    'árvíztűrő tükörfúrógép',
    'smørrebrød på Åland',
    'İstanbul ığdır şeker çiğ',
    'Привет, мир',
    'Καλημέρα κόσμε',
    'שלום עולם',
    'مرحبا بالعالم',
    'नमस्ते',
    '日本語の文章',
    '한국어',
    'สวัสดี',
    'it’s “quoted” – really… • € ™',
    '5 °C, £5, 10 m², © 2026, ½ «ici»',
    'smile 😀',
    'Việt Nam đẹp',
  ])('is found after a wrong decoding: %s', (text) => {
    expect(misread(text, 'latin1')).toMatch(damaged);
    expect(misread(text, 'windows-1252')).toMatch(damaged);
  });

  test.each([
    'voil\ufffd',
    'a\u0000b'.replace('\0', '\u0001'),
    '\u001b[31mred',
    'quote\u0092s',
    misread(misread('café', 'windows-1252'), 'windows-1252'),
    misread('HÔTEL', 'windows-1252'),
  ])('is found: %j', (text) => {
    expect(text).toMatch(damaged);
    expect(text).toMatch(new RegExp(BEYOND_ASCII));
  });

  test.each([
    'plain ASCII, with (punctuation); "quotes" & 100 % of $5',
    'Zürich, München, »Spaß«, „Ärger“, STRASSE, GRÖSSE, Übergröße…',
    `CAFÉ${NBSP}! DÉJÀ${NBSP}; « À BIENTÔT${NBSP}», L’ÉTÉ… NOËL™ CHÂTEAU, ÂGE, GÂTEAU® à 5${NBSP}€`,
    'MAÇÃ, “MANHÔ, «IRMû, AMANHÃ… LÃ—ALGODÃO, CORAÇÃO, NÃO, IRMÃS, ÓRFÃ.',
    `MANHÃ${NBSP}DE SOL, MAÇÃ${NBSP}– FRUTA, CUIABÃ–RIO`,
    '¿QUÉ? ¡SÍ! ESPAÑA, AÑO, Ñandú, CAÑÓN, niño, 1ª y 2º',
    'MÃ SỐ, ĐÃ XONG, XÃ, NGÃ BA, “ĐÔ, Hà Nội, Đà Nẵng, đã, mã',
    'ŁÓDŹ, Żółć, GĘŚ, Kraków',
    'Ďábelské ódy, ŽLUŤOUČKÝ KŮŇ',
    'Âşık Veysel, LEYLÂ, kâr, RÜZGÂR, hikâye',
    'HYVÄÄ YÖTÄ, “YÖTĔ, ÅBO, PÅ, SMÅ…, «ÆRØ», På Åland',
    'Þórður Ægisson, ÐIÐRIK, maður',
    'Привет, ёлка, ЩЁТКА, Їжак, Київ',
    'Καλημέρα, ΑΘΗΝΑ, ώρα',
    'שלום עולם, מָה',
    'مرحبا بالعالم، كيف الحال؟',
    'नमस्ते दुनिया, বাংলা, தமிழ், ไทยสวัสดี',
    '日本語の文章。「引用」　全角',
    '한국어 문장, 中文（测试）',
    'it’s “quoted” – really… • 5 € ™ ½ m² 20 °C © ® § ¶ † ‡',
    'x² + y³ ± 5 µm × 2 ÷ 3 ≤ ∞ → ∑',
    'smile 😀👩‍👩‍👧 café naïve coöperate façade',
    'tab\tline\nreturn\r\nform\ffeed',
    'Tôi â, ở đâu, hotărâ – da, â€',
    'ɠ ʒ ə ɲ ŋ ħ ʕ',
  ])('is not seen in healthy text: %s', (text) => {
    expect(damaged.exec(text)?.[0]).toBeUndefined();
  });
});

test('plain ASCII need not be looked at for damage', () => {
  const plain = `\t\n\v\f\r${Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n)).join('')}`;
  expect(plain).not.toMatch(new RegExp(BEYOND_ASCII));
  expect(plain).not.toMatch(damaged);
});

describe('other formats', () => {
  const good = (kind: keyof typeof TEXT_PATTERNS, text: string) =>
    new RegExp(TEXT_PATTERNS[kind].pattern).test(text) === TEXT_PATTERNS[kind].healthy;

  test.each([
    ['email', 'jane.doe+tag@mail.example.org', true],
    ['email', 'jörg@exämple.de', true],
    ['email', 'jane@localhost', false],
    ['email', 'jane@@example.org', false],
    ['email', 'jane@example.org, joe@example.org', false],
    ['email', 'Jane <jane@example.org>', false],
    ['email', 'jane@example.org.', false],
    ['email', 'unknown', false],
    ['uuid', '3F2504E0-4F89-11d3-9a0c-0305e82c3301', true],
    ['uuid', '3F2504E04F8911d39a0c0305e82c3301', false],
    ['uuid', '3F2504E0-4F89-11d3-9a0c-0305e82c330', false],
    ['whitespace', 'two words', true],
    ['whitespace', ' leading', false],
    ['whitespace', 'trailing\n', false],
    ['whitespace', `no-break${NBSP}`, false],
    ['whitespace', '\ufeffbyte order mark', false],
  ] as const)('%s: %j is good: %s', (kind, text, expected) => {
    expect(good(kind, text)).toBe(expected);
  });
});

describe('a regular expression of ones own', () => {
  test.each(['^[A-Z]{3}-\\d+$', '[]abc]', '[^]]', '[[:alpha:])]+', '\\(', '***=(', '(?i)a|b', 'a[\\]]b', ''])(
    'may be right: %s',
    (pattern) => expect(faultOf(pattern)).toBeNull(),
  );

  test.each(['(', 'a)', '[abc', '[[:alpha:]', 'x\\', '((a)'])('is wrong: %s', (pattern) =>
    expect(faultOf(pattern)).toMatch(/\.$/),
  );

  test('is refused at its field', () => {
    const config = { column: 'sku', kind: 'regex', pattern: '(' };
    expect(() => validateCheck(checkInput('text_format', config))).toThrow(/^pattern: A "\(" has no "\)"/);
    expect(() => validateCheck(checkInput('text_format', { ...config, pattern: null }))).toThrow(
      /^pattern: /,
    );
    expect(() => validateCheck(checkInput('text_format', { ...config, kind: 'uuid' }))).not.toThrow();
  });
});

describe('what is said', () => {
  const said = (config: Record<string, unknown>, filled: number, bad: number) =>
    checkType('text_format').observe(
      { ask: 'scan', row: { filled, bad }, sample: null } as never,
      validateCheck(checkInput('text_format', config)).config as never,
      {} as never,
    ).finding;
  const regex = { column: 'code', kind: 'regex', pattern: '^[A-Z]+$' };

  test.each([
    [{ column: 'note' }, 'No note is damaged in the table (300 filled rows)'],
    [
      { column: 'note', kind: 'whitespace' },
      'No note begins or ends with white space in the table (300 filled rows)',
    ],
    [{ column: 'email', kind: 'email' }, 'Every email is an e-mail address in the table (300 filled rows)'],
    [{ column: 'key', kind: 'uuid' }, 'Every key is a UUID in the table (300 filled rows)'],
    [regex, 'Every code matches the pattern in the table (300 filled rows)'],
    [{ ...regex, match: 'must_not_match' }, 'No code matches the pattern in the table (300 filled rows)'],
  ])('where all is well: %j', (config, words) => {
    expect(said(config, 300, 0)).toBe(words);
  });

  test('of a single row, and where some are not', () => {
    expect(said(regex, 1, 0)).toBe('Every code matches the pattern in the table (1 filled row)');
    expect(said(regex, 400, 4)).toBe(
      'code does not match the pattern in 1 % of filled rows (4 of 400) in the table',
    );
  });
});
