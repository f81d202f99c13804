import type { IncidentView } from '../../../../shared/domain/incident.ts';
import type { SilenceInput } from '../../../../shared/domain/silence.ts';

export interface ScopeChoice {
  key: string;
  label: string;
  scope: Pick<SilenceInput, 'connectionId' | 'tableId' | 'checkId' | 'kind'>;
}

/** The choice that is written as a pattern, and not picked. */
export const PATTERN = 'pattern';

const NOTHING = { connectionId: null, tableId: null, checkId: null, kind: null };

/** What of an incident can be silent, the narrowest first. */
export function scopesOf(incident: IncidentView): ScopeChoice[] {
  const { members, tableId, tableName, connectionId, connectionName } = incident;
  const checks = members.flatMap(({ checkId, name }): ScopeChoice[] =>
    checkId === null
      ? []
      : [{ key: `check:${checkId}`, label: `The check “${name}”`, scope: { ...NOTHING, checkId } }],
  );
  const kinds = [...new Set(members.flatMap(({ kind }) => kind ?? []))];
  return [
    ...checks,
    ...(tableId === null
      ? []
      : [{ key: 'table', label: `The table ${tableName}`, scope: { ...NOTHING, tableId } }]),
    ...kinds.map((kind) => ({
      key: `kind:${kind}`,
      label: `Everything of type ${kind} on ${connectionName}`,
      scope: { ...NOTHING, connectionId, kind },
    })),
    { key: 'connection', label: `The connection ${connectionName}`, scope: { ...NOTHING, connectionId } },
  ];
}

/** A pattern to begin with: everything of its table, or of its connection. */
export const patternOf = ({ connectionName, tableName }: IncidentView): string =>
  tableName === null ? `${connectionName}/*` : `${connectionName}/${tableName}/*`;

/** As many checks as there are in it: with several, the whole table is what one means. */
export const firstChoice = (choices: readonly ScopeChoice[]): ScopeChoice | undefined =>
  choices.filter(({ key }) => key.startsWith('check:')).length > 1
    ? choices.find(({ key }) => !key.startsWith('check:'))
    : choices[0];

export type Length = 'hour' | 'morning' | 'time' | 'resolved';

export const lengthWord: Record<Length, string> = {
  hour: '1 hour',
  morning: 'Until tomorrow 08:00',
  time: 'Until a time',
  resolved: 'Until it is resolved',
};

/**
 * When the silence ends, by the clock of this machine. Null: when what is open is resolved. `time` is what a field of
 * that kind holds: `2026-03-29T08:00`; not a number while it is incomplete.
 */
export function untilOf(length: Length, now: number, time = ''): number | null {
  switch (length) {
    case 'hour':
      return now + 3_600_000;
    case 'morning': {
      const morning = new Date(now);
      morning.setDate(morning.getDate() + 1);
      morning.setHours(8, 0, 0, 0);
      return morning.getTime();
    }
    case 'time':
      return new Date(time).getTime();
    case 'resolved':
      return null;
  }
}

/** Four hours from now, on the full hour, as a field for a time holds it. */
export function laterToday(now: number): string {
  const later = new Date(now + 4 * 3_600_000);
  later.setMinutes(0, 0, 0);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${later.getFullYear()}-${two(later.getMonth() + 1)}-${two(later.getDate())}`;
  return `${day}T${two(later.getHours())}:00`;
}
