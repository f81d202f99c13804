import { describeCheckTypes } from '../../electron/engine/checks/registry.ts';
import { fileOf, pageOf } from './page.ts';
import { table } from './settings-table.ts';

/** All pages of the reference of check types, by file name. */
export function referencePages(): Map<string, string> {
  const types = describeCheckTypes();
  const rows = types.map(({ type, title, description }) => [
    `[${title}](${fileOf(type)})`,
    `\`${type}\``,
    description,
  ]);
  const index = [
    '# Check types',
    '<!-- Written by `npm run docs:checks` from the types themselves. Do not edit. -->',
    'Every kind of check that Pulse knows, with its settings, the exact SQL that it runs and what it says. The examples are about a table `public.orders`.',
    table(['Check', 'Type', 'What it finds'], rows),
  ];
  return new Map([
    ['README.md', `${index.join('\n\n')}\n`],
    ...types.map((type): [string, string] => [fileOf(type.type), pageOf(type)]),
  ]);
}
