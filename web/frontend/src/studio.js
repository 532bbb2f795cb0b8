/** The `studio` island: draw a process, see what the engine says of it, save drafts, release versions. */
import './styles/diagram.css';
import './styles/workbench.css';
import './styles/studio.css';
import { mountAll } from './island.js';
import { load } from './requests.js';
import { bpmnEditor } from './studio/editor.js';
import { bpmnReader } from './studio/reader.js';
import { workbench } from './workbench/workbench.js';

mountAll('studio', async (container, props) => {
  const source = props.xml ?? (await load(props.xmlUrl));
  await workbench({ container, props, source, createEditor: props.canEdit ? bpmnEditor : bpmnReader });
});
