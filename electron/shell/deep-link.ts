import type { EventPayload } from '../../shared/contract/contract.ts';

/** The place that a `pulse://incident/7` link names; null for anything else. */
export function placeOf(link: string): EventPayload<'navigate'> | null {
  const found = /^pulse:\/\/(?:incident\/(\d{1,15})|(overview)|(settings))\/?$/i.exec(link);
  if (found === null) return null;
  if (found[1] !== undefined) {
    const id = Number(found[1]);
    return id > 0 ? { to: 'incident', id } : null;
  }
  return { to: found[2] === undefined ? 'settings' : 'overview' };
}

/** The place named by the first link among a program's arguments. */
export function placeInArguments(argv: readonly string[]): EventPayload<'navigate'> | null {
  for (const argument of argv) {
    const place = placeOf(argument);
    if (place !== null) return place;
  }
  return null;
}
