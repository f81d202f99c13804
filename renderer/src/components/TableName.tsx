import { VisuallyHidden } from '@mantine/core';

/** A schema's name may be 63 letters long; more than so many of them would push the table's own out of sight. */
const MOST_OF_SCHEMA = 18;

/** Schema-qualified, with the part that matters in front of the eye. */
export function TableName({ schema, name }: { schema: string; name: string }) {
  return (
    <span title={`${schema}.${name}`}>
      <span style={{ color: 'var(--text-dim)' }}>
        <Schema name={schema} />.
      </span>
      <span style={{ fontWeight: 550 }}>{name}</span>
    </span>
  );
}

function Schema({ name }: { name: string }) {
  const letters = Array.from(name);
  if (letters.length <= MOST_OF_SCHEMA) return name;
  return (
    <>
      <span aria-hidden="true">{letters.slice(0, MOST_OF_SCHEMA - 6).join('')}…</span>
      <VisuallyHidden>{name}</VisuallyHidden>
    </>
  );
}
