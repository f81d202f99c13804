import Markdown from 'markdown-to-jsx/react';
import { useRef } from 'react';
import { CopyTable } from '../../components/table/CopyTable.tsx';
import classes from './Help.module.css';
import { pageNamed } from './pages.ts';

/** A page of the documentation. Its links lead to other files of the source, so that here they are only words. */
export function Page({ name }: { name: string }) {
  const text = pageNamed(name);
  if (text === null) return <p>There is no page about this.</p>;
  return (
    <article className={classes.page}>
      <Markdown
        options={{
          disableParsingRawHTML: true,
          overrides: {
            // The screen has a title already.
            h1: { component: 'h2' },
            h2: { component: 'h3' },
            h3: { component: 'h4' },
            a: { component: Words },
            table: { component: Table },
          },
        }}
      >
        {withoutComments(text)}
      </Markdown>
    </article>
  );
}

const withoutComments = (text: string): string => text.replace(/<!--[\s\S]*?-->\n*/g, '');

function Words({ children }: { children?: React.ReactNode }) {
  return <span>{children}</span>;
}

/** Wide tables scroll by themselves, also by the keyboard. */
function Table({ children }: { children?: React.ReactNode }) {
  const table = useRef<HTMLTableElement>(null);
  const cells = () =>
    [...(table.current?.rows ?? [])].map((row) => [...row.cells].map((cell) => cell.textContent));
  return (
    <div className={classes.framed}>
      {/* biome-ignore lint/a11y/useSemanticElements: nothing is filled in here, and a landmark would need a name of its own */}
      <div
        className={classes.table}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        aria-label="Table"
      >
        <table ref={table}>{children}</table>
      </div>
      <CopyTable what="the table" table={cells} />
    </div>
  );
}
