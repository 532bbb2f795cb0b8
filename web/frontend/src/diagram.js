/** The `diagram` island: a diagram to read, with the path that an instance took. Props: see README.md. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './styles/diagram.css';
import { element } from './dom.js';
import { fail, mountAll } from './island.js';
import { text } from './language.js';
import { draw } from './diagram/draw.js';
import { keepFitted, zoomButtons } from './diagram/canvas.js';
import { showWholeOnPaper } from './diagram/paper.js';
import { linkSelection } from './diagram/selection.js';

mountAll('diagram', async (container, props) => {
  const canvasNode = element('div', { class: 'pk-canvas' });
  const controls = element('div', { class: 'pk-canvas-controls', role: 'group', 'aria-label': text('diagram.zoom') });
  if (props.height) container.classList.add(`is-${props.height}`);
  container.replaceChildren(canvasNode, controls);

  const viewer = new NavigatedViewer({ container: canvasNode });
  // before the first drawing: a slider may be moved while the diagram is still on its way
  let wanted = props;
  let drawing = Promise.resolve();
  let refit = () => {};
  container.addEventListener('polku:show', ({ detail }) => {
    wanted = detail;
    const show = async () => {
      if (wanted !== detail) return; // a newer one waits already
      await draw(viewer, container, detail);
      refit();
    };
    drawing = drawing.then(show).catch((error) => fail(container, 'diagram', error));
  });
  drawing = draw(viewer, container, props);
  await drawing;

  controls.append(...zoomButtons(viewer));
  linkSelection(viewer, container);
  showWholeOnPaper(viewer, () => wanted.counts);
  refit = keepFitted(viewer, canvasNode, () => wanted.focus ?? wanted.active?.[0]);
});
