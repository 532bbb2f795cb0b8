/** The workbench's editor for forms: form-js' editor. */
import { FormEditor } from '@bpmn-io/form-js-editor';
// the editor brings a viewer of its own version, and needs that version's style sheet
import 'form-js-viewer-1/dist/assets/form-js.css';
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js-editor/dist/assets/dragula.css';
import '@bpmn-io/form-js-editor/dist/assets/properties-panel.css';
import { parse, written } from './schema.js';

export function formEditor({ canvas }) {
  canvas.classList.add('pk-formeditor');
  const editor = new FormEditor({ container: canvas });
  const commands = () => editor.get('commandStack');
  const fieldOf = (id) => editor.get('formFieldRegistry').getAll().find((field) => field.id === id || field.key === id);
  return {
    bodyKey: 'schema',
    extension: 'form',
    source: async () => editor.saveSchema(),
    fileText: async () => written(editor.saveSchema()),
    open: (source) => editor.importSchema(parse(source)),
    onChange: (listener) => editor.on('commandStack.changed', ({ trigger }) => trigger !== 'clear' && listener()),
    undo: () => commands().undo(),
    redo: () => commands().redo(),
    canUndo: () => commands().canUndo(),
    canRedo: () => commands().canRedo(),
    ownProblems: () => [],
    mark: () => {},
    nameOf: (id) => fieldOf(id)?.label || id,
    point(id) {
      const field = fieldOf(id);
      if (!field) return false;
      editor.get('selection').set(field);
      canvas.querySelector(`[data-id="${CSS.escape(field.id)}"]`)?.scrollIntoView({ block: 'center' });
      return true;
    },
    tools: () => [],
  };
}
