import { upperFirst } from '../../format/text.ts';

/** How a setting is asked for. */
export type FieldKind =
  | 'text'
  | 'sql'
  | 'condition'
  | 'column'
  | 'columns'
  | 'schema'
  | 'table'
  | 'column_elsewhere'
  | 'list'
  | 'number'
  | 'seconds'
  | 'switch'
  | 'choice';

export interface Field {
  name: string;
  title: string;
  description: string | undefined;
  kind: FieldKind;
  /** May be left empty. */
  optional: boolean;
  options: string[];
  min: number | undefined;
  max: number | undefined;
}

/** Kinds of text that a setting's format names. */
const NAMES = ['sql', 'column', 'schema', 'table', 'column_elsewhere'] as const;

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** The fields of a check type's settings, read from its JSON Schema. What it cannot read it leaves out. */
export function fieldsOf(schema: Json): Field[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.entries(properties).flatMap(([name, raw]): Field[] => {
    if (!isObject(raw)) return [];
    const { inner, nullable } = withoutNull(raw);
    const kind = kindOf(inner, text(raw.format) ?? text(inner.format));
    if (!kind) return [];
    return [
      {
        name,
        title: text(raw.title) ?? text(inner.title) ?? inWords(name),
        description: text(raw.description) ?? text(inner.description),
        kind,
        optional: nullable || !required.has(name),
        options: Array.isArray(inner.enum) ? inner.enum.map(String) : [],
        min: number(inner.minimum),
        max: number(inner.maximum),
      },
    ];
  });
}

/** `anyOf: [X, null]` and `type: [x, null]` are an X that may be left empty. */
function withoutNull(schema: Json): { inner: Json; nullable: boolean } {
  if (Array.isArray(schema.anyOf)) {
    const others = schema.anyOf.filter(isObject).filter((option) => option.type !== 'null');
    if (others.length === 1 && others[0])
      return { inner: others[0], nullable: schema.anyOf.length > others.length };
  }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null');
    return { inner: { ...schema, type: types[0] }, nullable: types.length < schema.type.length };
  }
  return { inner: schema, nullable: false };
}

function kindOf(schema: Json, format: string | undefined): FieldKind | null {
  if (Array.isArray(schema.enum)) return 'choice';
  switch (schema.type) {
    case 'boolean':
      return 'switch';
    case 'number':
    case 'integer':
      return format === 'seconds' ? 'seconds' : 'number';
    case 'array':
      return format === 'columns' ? 'columns' : 'list';
    case 'string':
      if (format === 'sql_condition') return 'condition';
      return NAMES.find((kind) => kind === format) ?? 'text';
    default:
      return null;
  }
}

/** `blankIsMissing` as "Blank is missing". */
export function inWords(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return upperFirst(words);
}
