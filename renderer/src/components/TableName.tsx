/** Schema-qualified, with the part that matters in front of the eye. */
export function TableName({ schema, name }: { schema: string; name: string }) {
  return (
    <span title={`${schema}.${name}`}>
      <span style={{ color: 'var(--text-dim)' }}>{schema}.</span>
      <span style={{ fontWeight: 550 }}>{name}</span>
    </span>
  );
}
