import { createInterface } from 'node:readline/promises';

/** Whether somebody sits there who could be asked. */
export const canAsk = (): boolean => process.stdin.isTTY === true;

/** Asks on the terminal; anything but a yes is a no. */
export async function agrees(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
