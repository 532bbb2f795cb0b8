/** The same workbench for those who may look at a form but not change it. */
import { Form } from '@bpmn-io/form-js-viewer';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '../styles/form.css';
import { translateModule } from '../form/translate.js';
import { parse, written } from './schema.js';

export function formReader({ canvas }) {
  canvas.classList.add('pk-formeditor', 'pk-island-form');
  const form = new Form({ container: canvas, properties: { readOnly: true }, additionalModules: [translateModule] });
  let shown;
  return {
    bodyKey: 'schema',
    extension: 'form',
    readOnly: true,
    source: async () => shown,
    fileText: async () => written(shown),
    async open(source) {
      shown = parse(source);
      await form.importSchema(shown);
    },
    onChange: () => {},
    ownProblems: () => [],
    mark: () => {},
    nameOf: (id) => form.get('formFieldRegistry').get(id)?.label || id,
    point: () => false,
    tools: () => [],
  };
}
