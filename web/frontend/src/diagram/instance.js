/** Marks on a diagram what an instance did: markers become CSS classes, see styles/diagram.css. */
import { element } from '../dom.js';
import { text } from '../language.js';

const LEGIBLE = 0.4; // below this the counts would cover what they count
const MARKERS = { visited: 'pk-visited', flows: 'pk-taken', active: 'pk-active', failed: 'pk-failed' };

export function showInstance(viewer, props) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  for (const [prop, marker] of Object.entries(MARKERS)) {
    for (const id of props[prop] ?? []) {
      // An id that is not drawn (a process, or a diagram without its shape) has nothing to be marked on.
      if (registry.get(id)) canvas.addMarker(id, marker);
    }
  }
}

/** Takes away what `showInstance` and `showCounts` put there. */
export function hideInstance(viewer, props) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  for (const [prop, marker] of Object.entries(MARKERS)) {
    for (const id of props[prop] ?? []) if (registry.get(id)) canvas.removeMarker(id, marker);
  }
  viewer.get('overlays').remove({ type: 'pk-count' });
}

export function showCounts(viewer, counts = {}) {
  const overlays = viewer.get('overlays');
  const registry = viewer.get('elementRegistry');
  for (const [id, count] of Object.entries(counts)) {
    if (!registry.get(id)) continue;
    const badge = element('span', { class: 'pk-overlay-count', role: 'img', 'aria-label': text('diagram.count', { count }) }, String(count));
    overlays.add(id, 'pk-count', { position: { top: -10, right: 12 }, html: badge, scale: { min: 1, max: 1.2 }, show: { minZoom: LEGIBLE } });
  }
}
