import { autocompletion, closeBrackets, completionKeymap, completionStatus } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { PostgreSQL, sql } from '@codemirror/lang-sql';
import { bracketMatching } from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../../theme/nonce.ts';
import { codeTheme } from './code-theme.ts';
import { type KnownTables, NO_TABLES } from './known-tables.ts';

interface Props {
  label: string;
  value: string;
  /** Left out: it is to be read only. */
  onChange?: (text: string) => void;
  tables?: KnownTables;
  placeholder?: string | undefined;
  /** Ids of what is said about the field. */
  describedBy?: string;
  invalid?: boolean;
}

/** CodeMirror with PostgreSQL's dialect. Loaded when a first piece of SQL is shown. */
export default function CodeArea(props: Props) {
  const { label, value, tables = NO_TABLES, placeholder = '', describedBy = '', invalid = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const change = useRef(props.onChange);
  change.current = props.onChange;
  const [language, words] = useParts();
  const writable = props.onChange !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes later is applied below
  useEffect(() => {
    if (!place.current) return;
    const made = new EditorView({
      parent: place.current,
      doc: value,
      extensions: [
        EditorView.cspNonce.of(styleNonce()),
        codeTheme,
        EditorView.lineWrapping,
        language.of(languageOf(tables)),
        words.of(wordsOf(label, describedBy, invalid)),
        writable ? writing(placeholder, change) : reading,
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, [writable]);

  useEffect(() => {
    const { current } = view;
    if (!current || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    view.current?.dispatch({ effects: language.reconfigure(languageOf(tables)) });
  }, [tables, language]);
  useEffect(() => {
    view.current?.dispatch({ effects: words.reconfigure(wordsOf(label, describedBy, invalid)) });
  }, [label, describedBy, invalid, words]);

  return <div ref={place} />;
}

/** What of an editor can be exchanged while it lives. */
function useParts(): readonly [Compartment, Compartment] {
  const parts = useRef<[Compartment, Compartment] | null>(null);
  parts.current ??= [new Compartment(), new Compartment()];
  return parts.current;
}

function languageOf({ schemas, own }: KnownTables): Extension {
  return sql({
    dialect: PostgreSQL,
    upperCaseKeywords: true,
    schema: schemas,
    ...(own ? { defaultTable: own.name, defaultSchema: own.schema } : {}),
  });
}

function wordsOf(label: string, describedBy: string, invalid: boolean): Extension {
  return EditorView.contentAttributes.of({
    'aria-label': label,
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(invalid ? { 'aria-invalid': 'true' } : {}),
  });
}

const reading: Extension = [
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  // Reachable by keyboard, so that it can be scrolled and copied from.
  EditorView.contentAttributes.of({ tabindex: '0', 'aria-readonly': 'true' }),
];

/** Tab leaves the field, as everywhere in a form. Escape closes the list of completions first, and only then the form. */
function writing(
  placeholder: string,
  change: React.RefObject<((text: string) => void) | undefined>,
): Extension {
  return [
    history(),
    bracketMatching(),
    closeBrackets(),
    // As many as are seen at once: a list that scrolls could not be reached by keyboard.
    autocompletion({ icons: false, maxRenderedOptions: 8 }),
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
    EditorView.contentAttributes.of({ spellcheck: 'false', 'aria-multiline': 'true' }),
    EditorView.contentAttributes.of(
      (view): Record<string, string> =>
        completionStatus(view.state) === 'active' ? { 'data-mantine-stop-propagation': 'true' } : {},
    ),
    ...(placeholder ? [placeholderText(placeholder)] : []),
    EditorView.domEventHandlers({ beforeinput: replaceOurselves }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) change.current?.(update.state.doc.toString());
    }),
  ];
}

/**
 * Left to itself, the browser keeps the colours of a selection that is typed over, in an inline style, which the
 * page's policy refuses.
 */
function replaceOurselves(event: InputEvent, view: EditorView): boolean {
  const { main } = view.state.selection;
  const { data } = event;
  if (event.inputType !== 'insertText' || data === null || main.empty || view.composing) return false;
  const insert = () =>
    view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, main.from, main.to, data, insert))) view.dispatch(insert());
  event.preventDefault();
  return true;
}
