/**
 * The frame that the editors of diagrams, decisions and forms share: tools, problems, drafts, releases, files.
 *
 * `createEditor({ canvas, aside, props })` gives an editor:
 *   open(source)              shows a source text; rejects when it cannot be read
 *   source()                  the present source: what `bodyKey` carries to the server
 *   fileText(), extension     what a download holds, and the ending of its name
 *   bodyKey                   'xml' or 'schema'
 *   onChange(listener)        called after every change that a person made
 *   undo(), redo(), canUndo(), canRedo()
 *   ownProblems()             what it finds itself, in the form of the server's problems
 *   mark(problems, onChosen)  shows problems on the elements
 *   point(elementId)          selects an element and brings it into view; false when there is none
 *   nameOf(elementId)         its name for people
 *   tools()                   further tool groups for the toolbar
 *   readOnly                  true when nothing can be changed
 *   hasPanel                  true when it fills `aside`
 */
import { element } from '../dom.js';
import { checking } from './checking.js';
import { fileTools } from './files.js';
import { problemList } from './problems.js';
import { releasing } from './release.js';
import { saving } from './saving.js';
import { statusLine } from './status.js';
import { historyTools, toolbar } from './toolbar.js';

export async function workbench({ container, props, source, createEditor }) {
  const canvas = element('div', { class: 'pk-bench-canvas' });
  const aside = element('div', { class: 'pk-bench-aside' });
  const status = statusLine();
  const editor = createEditor({ canvas, aside, props });
  const problems = problemList({ editor });
  const bench = { editor, props, status, problems };

  bench.saving = saving(bench);
  bench.checking = checking(bench);
  bench.releasing = releasing(bench);

  const editing = editor.readOnly ? [] : [historyTools(editor)];
  const actions = [];
  if (props.canEdit && props.draftUrl) actions.push(bench.saving.button);
  if (props.canEdit && props.releaseUrl && props.canRelease !== false) actions.push(bench.releasing.button);

  const middle = element('div', { class: 'pk-bench-middle' }, canvas, aside);
  aside.hidden = !editor.hasPanel;
  container.classList.add('pk-bench');
  container.replaceChildren(
    toolbar([...editing, ...editor.tools({ aside }), ...fileTools(bench)], [status.node, ...actions]),
    middle,
    problems.node,
  );

  await editor.open(source);
  editor.onChange(() => {
    bench.saving.changed();
    bench.checking.soon();
  });
  bench.checking.now();
  container.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || !props.canEdit) return;
    event.preventDefault();
    bench.saving.save();
  });
}
