/** The list of problems under the editor: the engine's and the editor's own, errors first, each leading to its element. */
import { element } from '../dom.js';
import { text } from '../language.js';

const RANK = { error: 0, warning: 1 };

export function problemList({ editor }) {
  const count = element('span', { class: 'pk-bench-counts' });
  const list = element('ul', { class: 'pk-problems' });
  const summary = element('summary', {}, element('h2', {}, text('bench.problems')), count);
  const node = element('details', { class: 'pk-bench-problems', open: true }, summary, list);
  const sources = { own: [], server: [] };

  function focusOn(elementId) {
    node.open = true;
    const entry = [...list.querySelectorAll('button')].find((button) => button.dataset.for === elementId);
    entry?.scrollIntoView({ block: 'nearest' });
    entry?.focus({ preventScroll: true });
  }

  function render() {
    const all = [...sources.server, ...sources.own].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
    const errors = all.filter(({ severity }) => severity === 'error').length;
    count.replaceChildren(...counted(errors, all.length - errors));
    list.replaceChildren(...(all.length ? all.map((problem) => entry(editor, problem)) : [element('li', { class: 'pk-problems-none' }, text('bench.noProblems'))]));
    editor.mark(all, focusOn);
  }

  return {
    node,
    show(problems, from) {
      sources[from] = problems;
      render();
    },
  };
}

function counted(errors, warnings) {
  if (!errors && !warnings) return [element('span', { class: 'pk-badge is-done' }, text('bench.none'))];
  return [
    errors ? element('span', { class: 'pk-badge is-failed' }, text(errors === 1 ? 'bench.error' : 'bench.errors', { count: errors })) : null,
    warnings ? element('span', { class: 'pk-badge is-warning' }, text(warnings === 1 ? 'bench.warning' : 'bench.warnings', { count: warnings })) : null,
  ].filter(Boolean);
}

function entry(editor, { element: id, sentence, remedy, severity, line }) {
  const isError = severity === 'error';
  const where = id ? editor.nameOf(id) : line ? text('bench.line', { line }) : text('bench.whole');
  const parts = [
    element('span', { class: `pk-badge ${isError ? 'is-failed' : 'is-warning'}` }, text(isError ? 'bench.kindError' : 'bench.kindWarning')),
    element('span', { class: 'pk-problem-text' }, element('strong', {}, `${where}:`), ` ${sentence}`, remedy ? element('span', { class: 'pk-problem-remedy' }, ` ${remedy}`) : null),
  ];
  if (!id) return element('li', {}, element('div', { class: 'pk-problem' }, ...parts));
  const choose = () => editor.point(id);
  return element('li', {}, element('button', { type: 'button', class: 'pk-problem', 'data-for': id, onclick: choose }, ...parts));
}
