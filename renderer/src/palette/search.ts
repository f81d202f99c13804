import type { Command, CommandGroup } from './command.ts';

/** More than a screen of answers is no answer: another letter narrows them. */
export const MOST_FOUND = 40;

export interface Section {
  group: CommandGroup;
  commands: Command[];
}

/** The commands in which every word that was typed is found, the best first, under their groups' names. */
export function search(commands: readonly Command[], typed: string): Section[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = commands.flatMap((command, order) => {
    const score = scoreOf(command, words);
    return score === null ? [] : [{ command, score, order }];
  });
  scored.sort((a, b) => b.score - a.score || a.order - b.order);
  const sections = new Map<CommandGroup, Command[]>();
  for (const { command } of scored.slice(0, MOST_FOUND)) {
    const section = sections.get(command.group);
    if (section) section.push(command);
    else sections.set(command.group, [command]);
  }
  return [...sections].map(([group, found]) => ({ group, commands: found }));
}

/** Null when a word is missing. The start of a name counts more than the start of a word, and that more than the rest. */
function scoreOf(command: Command, words: readonly string[]): number | null {
  if (command.verb !== undefined && !words.some((word) => isVerb(command.verb, word))) return null;
  if (command.part && words.length === 0) return null;
  const title = command.title.toLowerCase();
  const rest = `${command.detail ?? ''} ${command.words ?? ''}`.toLowerCase();
  let score = 0;
  for (const word of words) {
    const at = title.indexOf(word);
    if (at === 0) score += 4;
    else if (at > 0) score += /[a-z0-9]/.test(title[at - 1] ?? '') ? 1 : 3;
    else if (rest.includes(word)) score += 0.5;
    else return null;
  }
  return score;
}

const isVerb = (verb: string | undefined, word: string): boolean =>
  word.length >= 2 && (verb?.startsWith(word) ?? false);
