/** The workbench's editor for decisions: dmn-js, its views (diagram, tables, expressions) as tabs above it. */
import DmnModeler from 'dmn-js/lib/Modeler';
import DmnViewer from 'dmn-js/lib/NavigatedViewer';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn-embedded.css';
import { fit } from '../diagram/canvas.js';
import { element } from '../dom.js';
import finnish from '../texts/fi/decision.json';
import { translateModule } from '../translate.js';
import { viewTabs } from './views.js';

const VIEWS = ['drd', 'decisionTable', 'literalExpression', 'boxedExpression'];

export function dmnEditor({ canvas, props }) {
  const place = element('div', { class: 'pk-decision-view' });
  const translated = { additionalModules: [translateModule(finnish)] };
  const Editor = props.canEdit ? DmnModeler : DmnViewer;
  const editor = new Editor({ container: place, ...Object.fromEntries(VIEWS.map((view) => [view, translated])) });
  const tabs = viewTabs(editor);
  const listeners = [];
  canvas.classList.add('pk-decision');
  canvas.append(tabs, place);

  const commands = () => editor.getActiveViewer()?.get('commandStack', false);
  const changed = () => listeners.forEach((listener) => listener());
  editor.on('viewer.created', ({ viewer }) => {
    // 'clear' comes with opening a view, which is not a change
    viewer.on('commandStack.changed', ({ trigger }) => trigger !== 'clear' && changed());
  });

  editor.on('import.render.complete', ({ view, error }) => !error && view.type === 'drd' && fit(editor.getActiveViewer()));

  const xml = async () => (await editor.saveXML({ format: true })).xml;
  const all = () => editor.getDefinitions()?.drgElement ?? [];

  return {
    bodyKey: 'xml',
    extension: 'dmn',
    readOnly: !props.canEdit,
    source: xml,
    fileText: xml,
    async open(source) {
      await editor.importXML(source);
      // a single decision is what people come for, not the diagram with one box
      const tables = editor.getViews().filter(({ type }) => type !== 'drd');
      if (tables.length === 1) await editor.open(tables[0]);
    },
    onChange: (listener) => listeners.push(listener),
    undo: () => commands()?.undo(),
    redo: () => commands()?.redo(),
    canUndo: () => Boolean(commands()?.canUndo()),
    canRedo: () => Boolean(commands()?.canRedo()),
    ownProblems: () => [],
    mark: () => {},
    nameOf: (id) => ownerOf(all(), id)?.name || id,
    point(id) {
      const owner = ownerOf(all(), id);
      const view = editor.getViews().find((candidate) => candidate.element === owner);
      if (!view) return false;
      editor.open(view).then(() => {
        const row = place.querySelector(`[data-row-id="${CSS.escape(id)}"], [data-element-id="${CSS.escape(id)}"]`);
        row?.scrollIntoView({ block: 'center' });
      });
      return true;
    },
    tools: () => [],
  };
}

/** The decision or other top-level element that holds the element with this id: a rule, an input, an entry. */
function ownerOf(elements, id) {
  const holds = (node) => node.id === id || Object.values(node).some((value) => children(value).some(holds));
  return elements.find(holds);
}

const isElement = (value) => Boolean(value?.$type);
// moddle keeps $parent out of the enumerable properties, so this walks downwards only
const children = (value) => (Array.isArray(value) ? value.filter(isElement) : isElement(value) ? [value] : []);
