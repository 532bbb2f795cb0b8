/** Draws what the props say, in place of what was drawn before; the diagram is read again only when it is another one. */
import { text } from '../language.js';
import { load } from '../requests.js';
import { fit, nameCanvas } from './canvas.js';
import { showHeat } from './heat.js';
import { hideInstance, showCounts, showInstance } from './instance.js';
import { legend } from './legend.js';

const drawn = new WeakMap(); // by viewer

export async function draw(viewer, container, props) {
  const before = drawn.get(viewer);
  const other = !before || props.xml !== before.xml || props.xmlUrl !== before.xmlUrl;
  if (other) {
    await viewer.importXML(props.xml ?? (await load(props.xmlUrl)));
    if (before) fit(viewer);
  } else {
    hideInstance(viewer, before);
  }
  drawn.set(viewer, props);
  nameCanvas(viewer, props.label ?? text('diagram.label'));
  showInstance(viewer, props);
  showCounts(viewer, props.counts);
  showHeat(viewer, props.heat);
  container.querySelector('.pk-legend')?.remove();
  const explained = legend(props);
  if (explained) container.append(explained);
}
