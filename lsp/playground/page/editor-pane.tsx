/** One editor with a tab for each of its files. */
import type { editor } from 'monaco-editor-core';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OpenFile } from './files.ts';
import { monaco } from './monaco.ts';

export interface EditorPaneProps {
  readonly label: string;
  readonly files: readonly OpenFile[];
  /** What is to be shown, and at which line; the same place asked for again is another object. */
  readonly goTo: { readonly path: string; readonly line: number } | null;
}

export function EditorPane({ label, files, goTo }: EditorPaneProps) {
  const element = useRef<HTMLDivElement>(null);
  const shown = useRef<editor.IStandaloneCodeEditor | null>(null);
  const [current, setCurrent] = useState(files[0]?.path);

  useEffect(() => {
    if (element.current === null) return;
    const made = monaco.editor.create(element.current, {
      model: files[0]?.model ?? null,
      ariaLabel: label,
      automaticLayout: true,
      minimap: { enabled: false },
      fontSize: 13,
      lineNumbersMinChars: 3,
      scrollBeyondLastLine: false,
      'semanticHighlighting.enabled': true,
      tabSize: 2,
      fixedOverflowWidgets: true,
    });
    shown.current = made;
    return () => made.dispose();
  }, []);

  useEffect(() => {
    const model = files.find(({ path }) => path === current)?.model;
    if (model !== undefined) shown.current?.setModel(model);
  }, [current]);

  useEffect(() => {
    const target = files.find(({ path }) => path === goTo?.path);
    if (goTo === null || target === undefined) return;
    setCurrent(goTo.path);
    shown.current?.setModel(target.model);
    shown.current?.revealLineInCenter(goTo.line);
    shown.current?.setPosition({ lineNumber: goTo.line, column: 1 });
    shown.current?.focus();
  }, [goTo]);

  return (
    <section class="pane" aria-label={label}>
      <div class="tabs" role="tablist" aria-label={label}>
        {files.map(({ path, name }) => (
          <button
            key={path}
            type="button"
            role="tab"
            title={path}
            aria-selected={path === current}
            onClick={() => setCurrent(path)}
          >
            {name}
          </button>
        ))}
      </div>
      <div class="editor" ref={element} />
    </section>
  );
}
