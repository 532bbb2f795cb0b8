/** On paper a diagram is whole, however far in the person had zoomed; the counts, which stand over it, are drawn into it. */
const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 20;

const drawnAs = (name, attributes, ...children) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

export function showWholeOnPaper(viewer, counts) {
  let putBack = () => {};
  window.addEventListener('beforeprint', () => {
    putBack();
    putBack = whole(viewer, counts());
  });
  window.addEventListener('afterprint', () => {
    putBack();
    putBack = () => {};
  });
}

function whole(viewer, counts) {
  const canvas = viewer.get('canvas');
  const svg = canvas.getContainer().querySelector('svg');
  const group = svg.querySelector('.viewport');
  const placed = group.getAttribute('transform');
  const { x, y, width, height } = canvas.viewbox().inner;
  const badges = drawnAs('g', { class: 'pk-paper-counts' }, ...badgesOf(viewer.get('elementRegistry'), counts));
  group.removeAttribute('transform');
  group.append(badges);
  svg.setAttribute('viewBox', [x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN].join(' '));
  return () => {
    svg.removeAttribute('viewBox');
    badges.remove();
    if (placed) group.setAttribute('transform', placed);
  };
}

function badgesOf(registry, counts = {}) {
  return Object.entries(counts)
    .map(([id, count]) => [registry.get(id), String(count)])
    .filter(([shape]) => shape?.width)
    .map(([shape, count]) => {
      const width = 14 + 8 * count.length;
      const [right, top] = [shape.x + shape.width, shape.y - 10];
      return drawnAs(
        'g',
        {},
        drawnAs('rect', { x: right - width, y: top, width, height: 20, rx: 10, class: 'pk-paper-badge' }),
        drawnAs('text', { x: right - width / 2, y: top + 15, 'text-anchor': 'middle', class: 'pk-paper-count' }, count),
      );
    });
}
