/** The pages of the documentation that the window shows as they are: one source, whoever reads them where. */
const files = import.meta.glob<string>(['../../../../docs/checks/*.md', '../../../../docs/safety.md'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Text of a page by its file name without the ending, such as `safety` or `text-format`. */
export function pageNamed(name: string): string | null {
  const found = Object.entries(files).find(([path]) => path.endsWith(`/${name}.md`));
  return found?.[1] ?? null;
}

/** Pages about a check type are named as the type is, with dashes. */
export const pageOfType = (type: string): string => type.replaceAll('_', '-');
