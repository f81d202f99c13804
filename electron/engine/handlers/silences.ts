import { type Silence, SilenceInput, type SilenceView } from '../../../shared/domain/silence.ts';
import { covers } from '../incidents/silence.ts';
import { notFound, ProblemError } from '../problem.ts';
import type { HandlerDeps, Handlers } from './handlers.ts';

type Method = 'silences.list' | 'silences.create' | 'silences.remove' | 'tables.silence';

/** Enough for those that hold; of the old ones the newest are shown. */
const MOST = 500;

/** Answers about what is to be silent. */
export function silenceHandlers({ store, monitor, clock }: HandlerDeps): Handlers<Method> {
  const viewOf = (silence: Silence): SilenceView => {
    const firing = store.incidents.unsettled().filter((row) => row.state === 'firing');
    const loudGroups = new Set(firing.filter((row) => row.silenceId === null).map((row) => row.id));
    const covered = firing.filter((row) => row.silenceId === silence.id);
    return {
      ...silence,
      scope: scopeOf(silence),
      incidents: covered.filter((row) => row.parentId === null).length,
      inLoudGroup: covered.filter((row) => row.parentId !== null && loudGroups.has(row.parentId)).length,
    };
  };
  const scopeOf = ({ connectionId, tableId, checkId, kind, matcher }: Silence): string => {
    const check = checkId === null ? null : store.checks.get(checkId);
    const table = store.tables.get(tableId ?? check?.tableId ?? 0);
    const owner = table?.connectionId ?? check?.connectionId ?? connectionId;
    const connection = owner === null ? null : store.connections.get(owner);
    const parts = [
      ...(check ? [check.name] : []),
      ...(kind === null ? [] : [`everything of type ${kind}`]),
      ...(matcher === null ? [] : [`what fits ${matcher}`]),
    ];
    const what = parts.length > 0 ? parts.join(', ') : 'everything';
    const where = table ? `${table.schema}.${table.name}` : null;
    const place = [where, connection?.name].filter((name) => name != null).join(' on ');
    return place === '' ? what : `${what} on ${place}`;
  };
  const mustExist = ({ connectionId, tableId, checkId }: SilenceInput): void => {
    if (connectionId !== null && !store.connections.get(connectionId)) throw notFound('connection');
    if (tableId !== null && !store.tables.get(tableId)) throw notFound('table');
    if (checkId !== null && !store.checks.get(checkId)) throw notFound('check');
  };
  const coversSomethingOpen = (input: SilenceInput): boolean =>
    store.incidents.alerts().some((alert) => {
      const row = alert.incidentId === null ? null : store.incidents.row(alert.incidentId);
      return row !== null && alert.phase !== 'pending' && covers(input, alert, row);
    });
  return {
    'silences.list': () => store.silences.list(MOST).map(viewOf),
    'silences.create': (input) => createAll([input])[0] as SilenceView,
    'tables.silence': ({ ids, until, note }) =>
      createAll(ids.map((tableId) => SilenceInput.parse({ tableId, until, note }))),
    'silences.remove': ({ id }) => {
      existing(id);
      monitor.reviewIncidents(() => store.silences.end(id, clock.now()));
      return null;
    },
  };

  /** All of them or none, with one look at what that changes. */
  function createAll(inputs: readonly SilenceInput[]): SilenceView[] {
    const now = clock.now();
    for (const input of inputs) {
      mustExist(input);
      if (input.until !== null && input.until <= now) {
        throw new ProblemError({
          code: 'silence_over',
          title: 'That time is over already.',
          hint: 'Choose a time that is still to come.',
        });
      }
      if (input.until === null && !coversSomethingOpen(input)) {
        throw new ProblemError({
          code: 'nothing_open',
          title: 'Nothing is firing there that could be silent until it is resolved.',
          hint: 'Choose a time until which it is to be silent.',
        });
      }
    }
    let ids: number[] = [];
    monitor.reviewIncidents(() => {
      ids = inputs.map((input) => store.silences.insert({ ...input, createdAt: now }).id);
    });
    return ids.map(existing);
  }

  function existing(id: number): SilenceView {
    const silence = store.silences.get(id);
    if (!silence) throw notFound('silence');
    return viewOf(silence);
  }
}
