type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A check type's settings as a table, from the JSON Schema that the window draws its form from. */
export function settingsTable(schema: Json): string {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  if (properties.length === 0) return 'None.';
  const required = Array.isArray(schema.required) ? schema.required : [];
  const rows = properties.map(([name, property]) => {
    const setting = isObject(property) ? property : {};
    return [
      `\`${name}\``,
      text(setting.title),
      typeOf(setting),
      required.includes(name) || !('default' in setting) ? 'required' : inCode(setting.default),
      text(setting.description),
    ];
  });
  return table(['Name', 'In the window', 'Type', 'Default', 'Meaning'], rows);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function inCode(value: unknown): string {
  if (value === null) return 'none';
  return Array.isArray(value) && value.length === 0 ? 'empty' : `\`${JSON.stringify(value)}\``;
}

/** "text", "number, 0 to 100", "one of `a`, `b`", "list of columns". */
function typeOf(setting: Json): string {
  const format = text(setting.format);
  const inner = Array.isArray(setting.anyOf)
    ? (setting.anyOf.filter(isObject).find((option) => option.type !== 'null') ?? setting)
    : setting;
  if (Array.isArray(inner.enum)) return `one of ${inner.enum.map((value) => `\`${value}\``).join(', ')}`;
  switch (inner.type) {
    case 'boolean':
      return 'yes or no';
    case 'array':
      return format === 'columns' ? 'list of columns' : 'list of texts';
    case 'integer':
    case 'number': {
      const unit = format === 'seconds' ? 'seconds' : 'number';
      const range = [inner.minimum, inner.maximum].filter((end) => typeof end === 'number');
      return range.length === 2
        ? `${unit}, ${range.map((end) => end.toLocaleString('en')).join(' to ')}`
        : unit;
    }
    default:
      return { column: 'column', sql: 'SQL', sql_condition: 'SQL condition' }[format] ?? 'text';
  }
}
