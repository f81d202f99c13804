import { type EventPayload, events } from '../../shared/contract/contract.ts';

/** The place that a link such as `pulse://incident/7` or `pulse://history` names; null for anything else. */
export function placeOf(link: string): EventPayload<'navigate'> | null {
  const found =
    /^pulse:\/\/(?:(incident|table)\/(\d{1,15})|(overview|settings|incidents|connections|queries|history|help))\/?$/i.exec(
      link,
    );
  if (found === null) return null;
  const [, thing, number, screen] = found;
  const target =
    thing === undefined ? { to: screen?.toLowerCase() } : { to: thing.toLowerCase(), id: Number(number) };
  const place = events.navigate.safeParse(target);
  return place.success ? place.data : null;
}

/** The place named by the first link among a program's arguments. */
export function placeInArguments(argv: readonly string[]): EventPayload<'navigate'> | null {
  for (const argument of argv) {
    const place = placeOf(argument);
    if (place !== null) return place;
  }
  return null;
}
