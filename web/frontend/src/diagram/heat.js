/** Where the time goes: an ellipse under each element, the stronger the larger its share (0 to 1). */
const SVG = 'http://www.w3.org/2000/svg';
const LEAST = 0.12; // seen at all

export function showHeat(viewer, heat = {}) {
  const registry = viewer.get('elementRegistry');
  const layer = viewer.get('canvas').getLayer('pk-heat', -1);
  layer.replaceChildren();
  for (const [id, share] of Object.entries(heat)) {
    const shape = registry.get(id);
    if (!shape?.width) continue;
    const ellipse = document.createElementNS(SVG, 'ellipse');
    ellipse.setAttribute('class', 'pk-heat');
    ellipse.setAttribute('cx', shape.x + shape.width / 2);
    ellipse.setAttribute('cy', shape.y + shape.height / 2);
    ellipse.setAttribute('rx', shape.width * 0.75);
    ellipse.setAttribute('ry', shape.height * 0.85);
    ellipse.setAttribute('fill-opacity', LEAST + (1 - LEAST) * share * 0.7);
    layer.append(ellipse);
  }
}
