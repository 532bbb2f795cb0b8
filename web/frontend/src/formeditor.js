/** The `formeditor` island: a form's fields, with the workbench around them. */
import './styles/workbench.css';
import './styles/formeditor.css';
import { mountAll } from './island.js';
import { load } from './requests.js';
import { workbench } from './workbench/workbench.js';

mountAll('formeditor', async (container, props) => {
  const source = props.schema ? JSON.stringify(props.schema) : await load(props.schemaUrl ?? props.xmlUrl);
  // each brings its own version of form-js' style sheet, which must not meet in one page
  const createEditor = props.canEdit
    ? (await import('./formeditor/editor.js')).formEditor
    : (await import('./formeditor/reader.js')).formReader;
  await workbench({ container, props, source, createEditor });
});
