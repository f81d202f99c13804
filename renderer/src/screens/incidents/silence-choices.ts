import type { IncidentView } from '../../../../shared/domain/incident.ts';
import type { SilenceInput } from '../../../../shared/domain/silence.ts';

export interface ScopeChoice {
  key: string;
  label: string;
  scope: Pick<SilenceInput, 'connectionId' | 'tableId' | 'checkId'>;
}

const NOTHING = { connectionId: null, tableId: null, checkId: null };

/** What of an incident can be silent, the narrowest first. */
export function scopesOf(incident: IncidentView): ScopeChoice[] {
  const { members, tableId, tableName, connectionId, connectionName } = incident;
  const checks = members.flatMap(({ checkId, name }): ScopeChoice[] =>
    checkId === null
      ? []
      : [{ key: `check:${checkId}`, label: `The check “${name}”`, scope: { ...NOTHING, checkId } }],
  );
  return [
    ...checks,
    ...(tableId === null
      ? []
      : [{ key: 'table', label: `The table ${tableName}`, scope: { ...NOTHING, tableId } }]),
    { key: 'connection', label: `The connection ${connectionName}`, scope: { ...NOTHING, connectionId } },
  ];
}

/** As many checks as there are in it: with several, the whole table is what one means. */
export const firstChoice = (choices: readonly ScopeChoice[]): ScopeChoice | undefined =>
  choices.filter(({ key }) => key.startsWith('check:')).length > 1
    ? choices.find(({ key }) => !key.startsWith('check:'))
    : choices[0];

export type Length = 'hour' | 'morning' | 'resolved';

export const lengthWord: Record<Length, string> = {
  hour: '1 hour',
  morning: 'Until tomorrow 08:00',
  resolved: 'Until it is resolved',
};

/** When the silence ends, by the clock of this machine. Null: when what is open is resolved. */
export function untilOf(length: Length, now: number): number | null {
  switch (length) {
    case 'hour':
      return now + 3_600_000;
    case 'morning': {
      const morning = new Date(now);
      morning.setDate(morning.getDate() + 1);
      morning.setHours(8, 0, 0, 0);
      return morning.getTime();
    }
    case 'resolved':
      return null;
  }
}
