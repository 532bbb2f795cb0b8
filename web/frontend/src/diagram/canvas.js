/** What every diagram's canvas has: a name, zoom by buttons, and a fit that follows the size of its place. */
import { iconButton } from '../dom.js';
import { text } from '../language.js';

const STEP = 1.25;
const LARGEST_FIT = 1.1;
const MARGIN = 0.94;
const READABLE = 0.45;
const DESK = 420; // pixels of the canvas: from here on, on no telephone, all of it is shown first

export function nameCanvas(viewer, label) {
  const svg = viewer.get('canvas').getContainer().querySelector('svg');
  svg.setAttribute('role', 'application');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('aria-roledescription', text('diagram.role'));
}

/** Zooms so that all is seen beside the palette, in the middle; small diagrams are not blown up. */
export function fit(viewer) {
  const canvas = viewer.get('canvas');
  const { inner, outer } = canvas.viewbox();
  if (!inner.width || !inner.height || !outer.width) return;
  const palette = canvas.getContainer().querySelector('.djs-palette')?.offsetWidth ?? 0;
  const room = outer.width - palette;
  const scale = Math.min(LARGEST_FIT, (room / inner.width) * MARGIN, (outer.height / inner.height) * MARGIN);
  canvas.viewbox({
    x: inner.x - palette / scale - (room / scale - inner.width) / 2,
    y: inner.y - (outer.height / scale - inner.height) / 2,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

export function zoomButtons(viewer) {
  const canvas = viewer.get('canvas');
  return [
    iconButton('zoom-in', text('diagram.zoomIn'), () => canvas.zoom(canvas.zoom() * STEP, 'auto')),
    iconButton('zoom-out', text('diagram.zoomOut'), () => canvas.zoom(canvas.zoom() / STEP, 'auto')),
    iconButton('fit', text('diagram.fit'), () => fit(viewer)),
  ];
}

/**
 * Fits now and when the place changes its size, until the person has moved the diagram; `focus()` is the id that matters.
 * Gives a function that fits again, for when another id matters.
 */
export function keepFitted(viewer, node, focus) {
  let moved = false;
  const canvas = viewer.get('canvas');
  const refit = () => {
    canvas.resized();
    fit(viewer);
    const focusId = focus();
    // a large diagram on a telephone: rather the part that matters than all of it too small to read
    if (node.clientWidth >= DESK || !viewer.get('elementRegistry').get(focusId) || canvas.zoom() >= READABLE) return;
    canvas.zoom(READABLE, 'auto');
    canvas.scrollToElement(focusId, 80);
  };
  refit();
  for (const kind of ['pointerdown', 'wheel', 'keydown']) node.parentNode.addEventListener(kind, () => (moved = true), { passive: true });
  const again = () => (moved ? canvas.resized() : refit());
  new ResizeObserver(again).observe(node);
  return again;
}
