/** The `decision` island: decision tables and their diagram, with the workbench around them. */
import './styles/workbench.css';
import './styles/decision.css';
import { mountAll } from './island.js';
import { load } from './requests.js';
import { dmnEditor } from './decision/editor.js';
import { workbench } from './workbench/workbench.js';

mountAll('decision', async (container, props) => {
  const source = props.xml ?? (await load(props.xmlUrl));
  await workbench({ container, props, source, createEditor: dmnEditor });
});
