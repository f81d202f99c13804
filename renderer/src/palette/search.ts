import type { Command, CommandGroup } from './command.ts';

/** More than a screen of answers is no answer: another letter narrows them. */
export const MOST_FOUND = 40;

export interface Section {
  group: CommandGroup;
  commands: Command[];
}

/**
 * The commands in which every word that was typed is found, the best first, under their groups' names. Where there is
 * none, those in whose names the letters of each word stand in that order: "evnts" is meant to be "events".
 */
export function search(commands: readonly Command[], typed: string): Section[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const exact = rank(commands, words, () => null);
  const scored = exact.length > 0 ? exact : rank(commands, words, likeness);
  const sections = new Map<CommandGroup, Command[]>();
  for (const { command } of scored.slice(0, MOST_FOUND)) {
    const section = sections.get(command.group);
    if (section) section.push(command);
    else sections.set(command.group, [command]);
  }
  return [...sections].map(([group, found]) => ({ group, commands: found }));
}

/** Of two names that fit as well, the one that was looked at before. */
const VISITED = 0.1;

/** How well a word fits a name that does not hold it, from 0 to 1; null when it does not. */
type Likeness = (title: string, word: string) => number | null;

function rank(commands: readonly Command[], words: readonly string[], like: Likeness) {
  const scored = commands.flatMap((command, order) => {
    const score = scoreOf(command, words, like);
    return score === null ? [] : [{ command, score, order }];
  });
  return scored.sort((a, b) => b.score - a.score || a.order - b.order);
}

/** Fewer letters fit everywhere. */
const LEAST_LETTERS = 3;

/** The first letter begins a part of the name, the others follow in it; the fewer stand between them, the better. */
function likeness(title: string, word: string): number | null {
  if (word.length < LEAST_LETTERS || !/^[a-z0-9_]+$/.test(word)) return null;
  const found = new RegExp(`(?<![a-z0-9])${[...word].join('[a-z0-9_]*?')}`).exec(title);
  return found && word.length / found[0].length;
}

/** Null when a word is missing. The start of a name counts more than the start of a word, and that more than the rest. */
function scoreOf(command: Command, words: readonly string[], like: Likeness): number | null {
  if (command.verb !== undefined && !words.some((word) => isVerb(command.verb, word))) return null;
  if (command.part && words.length === 0) return null;
  if (command.idle && words.length > 0) return null;
  const title = command.title.toLowerCase();
  const rest = `${command.detail ?? ''} ${command.words ?? ''}`.toLowerCase();
  let score = command.visited && words.length > 0 ? VISITED : 0;
  for (const word of words) {
    const at = title.indexOf(word);
    if (at === 0) score += 4;
    else if (at > 0) score += /[a-z0-9]/.test(title[at - 1] ?? '') ? 1 : 3;
    else if (rest.includes(word)) score += 0.5;
    else {
      const likely = like(title, word);
      if (likely === null) return null;
      score += likely;
    }
  }
  return score;
}

const isVerb = (verb: string | undefined, word: string): boolean =>
  word.length >= 2 && (verb?.startsWith(word) ?? false);
