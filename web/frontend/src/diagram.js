/** The `diagram` island: a diagram to read, with the path that an instance took. Props: see README.md. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './styles/diagram.css';
import { element } from './dom.js';
import { mountAll } from './island.js';
import { text } from './language.js';
import { load } from './requests.js';
import { keepFitted, nameCanvas, zoomButtons } from './diagram/canvas.js';
import { showHeat } from './diagram/heat.js';
import { showCounts, showInstance } from './diagram/instance.js';
import { legend } from './diagram/legend.js';
import { linkSelection } from './diagram/selection.js';

mountAll('diagram', async (container, props) => {
  const canvasNode = element('div', { class: 'pk-canvas' });
  const controls = element('div', { class: 'pk-canvas-controls', role: 'group', 'aria-label': text('diagram.zoom') });
  if (props.height) container.classList.add(`is-${props.height}`);
  container.replaceChildren(canvasNode, controls);

  const viewer = new NavigatedViewer({ container: canvasNode });
  const xml = props.xml ?? (await load(props.xmlUrl));
  await viewer.importXML(xml);

  nameCanvas(viewer, props.label ?? text('diagram.label'));
  controls.append(...zoomButtons(viewer));
  showInstance(viewer, props);
  showCounts(viewer, props.counts);
  showHeat(viewer, props.heat);
  const explained = legend(props);
  if (explained) container.append(explained);
  linkSelection(viewer, container);
  keepFitted(viewer, canvasNode, props.focus ?? props.active?.[0]);
});
