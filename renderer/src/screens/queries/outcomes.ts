import type { QueryLogEntry } from '../../../../shared/domain/query-log.ts';
import type { GlyphName } from '../../components/Glyph.tsx';

/** What became of a statement, in a word and a shape. */
export const outcomes: Record<QueryLogEntry['outcome'], { word: string; glyph: GlyphName }> = {
  ok: { word: 'OK', glyph: 'healthy' },
  error: { word: 'Error', glyph: 'broken' },
  timeout: { word: 'Timed out', glyph: 'warning' },
  cancelled: { word: 'Cancelled', glyph: 'deferred' },
};
