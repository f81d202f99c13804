import type { ConfigurationChange, ConfigurationField } from '../../../shared/domain/configuration-plan.ts';
import { fieldsOf, type Written } from './written.ts';

type What = ConfigurationChange['what'];

/** A difference in words: every field of what is new (`before` null), or those that change. */
export function changeOf(
  what: What,
  name: string,
  before: Written | null,
  after: Written,
): ConfigurationChange {
  const fields = differing(before ? fieldsOf(before) : new Map(), fieldsOf(after));
  return {
    kind: before === null ? 'added' : 'changed',
    what,
    name,
    fields,
    notes: notesOn(what, before === null, fields),
  };
}

function notesOn(what: What, isNew: boolean, fields: readonly ConfigurationField[]): string[] {
  if (what === 'connection') return connectionNotes(isNew, fields);
  if (what !== 'webhook' || !isNew) return [];
  return ['Needs its address: enter it under Settings, Notifications afterwards.'];
}

function differing(before: Map<string, string>, after: Map<string, string>): ConfigurationField[] {
  const changes: ConfigurationField[] = [];
  for (const field of new Set([...before.keys(), ...after.keys()])) {
    const change = { field, before: before.get(field) ?? null, after: after.get(field) ?? null };
    if (change.before !== change.after) changes.push(change);
  }
  return changes;
}

/** Where a stored password would be sent, or whose it would be. */
const LOGIN = ['host', 'port', 'database', 'user', 'sshHost'];

function connectionNotes(isNew: boolean, fields: readonly ConfigurationField[]): string[] {
  const notes: string[] = [];
  const changes = (field: string) => fields.find((each) => each.field === field);
  if (isNew) {
    notes.push('Needs its password, unless the server asks for none: enter it under Connections afterwards.');
  } else if (LOGIN.some(changes)) {
    notes.push('The stored password stays, and will be sent to the server that is named here.');
  }
  const tls = changes('tls.mode')?.after;
  if (!isNew && (tls === 'disable' || tls === 'prefer')) {
    notes.push('The connection may go unencrypted from then on.');
  }
  const sshHost = changes('sshHost')?.after;
  if (sshHost) {
    notes.push(`Your own ssh will log in to ${sshHost} with your keys, and reach the server from there.`);
  }
  if (changes('standIn')?.after) {
    notes.push('Checks will run there although the server is no read replica in recovery.');
  }
  return notes;
}
