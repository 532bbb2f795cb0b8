/** Zoom and minimap. */
import { zoomButtons } from '../diagram/canvas.js';
import { iconButton } from '../dom.js';
import { text } from '../language.js';
import { group } from '../workbench/toolbar.js';

export function viewTools(viewer) {
  const minimap = viewer.get('minimap', false);
  if (!minimap) return group(text('diagram.zoom'), ...zoomButtons(viewer));
  const toggle = iconButton('map', text('studio.minimap'), () => minimap.toggle(), { 'aria-pressed': 'false' });
  viewer.on('minimap.toggle', ({ open }) => toggle.setAttribute('aria-pressed', String(open)));
  return group(text('diagram.zoom'), ...zoomButtons(viewer), toggle);
}
