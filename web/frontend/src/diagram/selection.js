/** Tells the page which element was selected, and highlights the one that the page points at. */
const isDrawn = (shape) => shape && shape.parent && shape.type !== 'label';

export function linkSelection(viewer, container) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');

  viewer.get('eventBus').on('selection.changed', ({ newSelection: [chosen] }) => {
    const shape = chosen?.labelTarget ?? chosen;
    if (!isDrawn(shape)) return;
    const { id, name } = shape.businessObject;
    const detail = { id, name: name ?? null, type: shape.type };
    container.dispatchEvent(new CustomEvent('polku:element', { detail, bubbles: true }));
  });

  let highlighted = null;
  container.addEventListener('polku:highlight', ({ detail }) => {
    if (highlighted) canvas.removeMarker(highlighted, 'pk-highlighted');
    highlighted = registry.get(detail?.id) ? detail.id : null;
    if (!highlighted) return;
    canvas.addMarker(highlighted, 'pk-highlighted');
    canvas.scrollToElement(highlighted, 60);
  });
}
