import type { Health, RunStatus } from '../../../shared/domain/status.ts';

export type GlyphName = Health | 'error' | 'deferred';

/** Each health has its own shape, so that it can be told without colour. */
const shapes: Record<GlyphName, React.ReactNode> = {
  broken: <path d="M7 .9 13.1 7 7 13.1.9 7Z" fill="var(--broken-fill)" />,
  warning: <path d="M7 1.2 13.4 12.6H.6Z" fill="var(--warning-fill)" />,
  healthy: (
    <>
      <circle cx="7" cy="7" r="6" fill="var(--healthy-fill)" />
      <path d="m4.3 7.2 1.9 1.9 3.5-3.9" fill="none" stroke="var(--canvas)" strokeWidth="1.5" />
    </>
  ),
  learning: (
    <>
      <circle cx="7" cy="7" r="5.3" fill="none" stroke="var(--learning-fill)" strokeWidth="1.5" />
      <path d="M7 3.4a3.6 3.6 0 0 1 0 7.2Z" fill="var(--learning-fill)" />
    </>
  ),
  unjudged: (
    <circle
      cx="7"
      cy="7"
      r="5.3"
      fill="none"
      stroke="var(--unjudged-fill)"
      strokeWidth="1.5"
      strokeDasharray="2.4 1.76"
    />
  ),
  error: (
    <>
      <circle cx="7" cy="7" r="5.3" fill="none" stroke="var(--unjudged-fill)" strokeWidth="1.5" />
      <path d="m5.1 5.1 3.8 3.8m0-3.8L5.1 8.9" stroke="var(--unjudged-fill)" strokeWidth="1.5" />
    </>
  ),
  deferred: (
    <>
      <circle cx="7" cy="7" r="5.3" fill="none" stroke="var(--unjudged-fill)" strokeWidth="1.5" />
      <path d="M5.7 4.8v4.4m2.6-4.4v4.4" stroke="var(--unjudged-fill)" strokeWidth="1.5" />
    </>
  ),
};

export const glyphOfStatus: Record<RunStatus, GlyphName> = {
  pass: 'healthy',
  warn: 'warning',
  fail: 'broken',
  error: 'error',
  deferred: 'deferred',
  learning: 'learning',
};

/** Only the shape: always stands beside its word. */
export function Glyph({ name, size = 14 }: { name: GlyphName; size?: number }) {
  return (
    <svg viewBox="0 0 14 14" width={size} height={size} aria-hidden="true" style={{ flex: 'none' }}>
      {shapes[name]}
    </svg>
  );
}
