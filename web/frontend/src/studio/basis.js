/** What reading and editing a diagram have in common: opening, saving as XML, problems on elements, pointing. */
import { fit } from '../diagram/canvas.js';
import { element } from '../dom.js';
import { text } from '../language.js';

export function diagramBasis(viewer, node) {
  const overlays = viewer.get('overlays');
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const xml = async () => (await viewer.saveXML({ format: true })).xml;

  return {
    bodyKey: 'xml',
    extension: 'bpmn',
    source: xml,
    fileText: xml,
    async open(source) {
      await viewer.importXML(source);
      canvas.resized();
      fit(viewer);
      new ResizeObserver(() => canvas.resized()).observe(node);
    },
    nameOf: (id) => registry.get(id)?.businessObject.name || id,
    point(id) {
      const shape = registry.get(id);
      if (!shape) return false;
      if (shape !== canvas.getRootElement()) canvas.scrollToElement(shape, 100);
      viewer.get('selection').select(shape === canvas.getRootElement() ? [] : shape);
      return true;
    },
    mark(problems, onChosen) {
      overlays.remove({ type: 'pk-problem' });
      for (const [id, found] of byElement(problems)) {
        const shape = registry.get(id);
        if (shape?.parent) overlays.add(id, 'pk-problem', { position: placeOf(shape), html: badge(found, () => onChosen(id)) });
      }
    },
  };
}

function byElement(problems) {
  const groups = new Map();
  for (const problem of problems) {
    if (problem.element) groups.set(problem.element, [...(groups.get(problem.element) ?? []), problem]);
  }
  return groups;
}

/** On a shape's corner; on a connection's middle, whose box has corners far from the line. */
function placeOf(shape) {
  if (!shape.waypoints) return { top: -12, left: -12 };
  const [a, b] = shape.waypoints;
  const left = Math.min(...shape.waypoints.map(({ x }) => x));
  const top = Math.min(...shape.waypoints.map(({ y }) => y));
  return { left: (a.x + b.x) / 2 - left - 11, top: (a.y + b.y) / 2 - top - 11 };
}

function badge(problems, onclick) {
  const isError = problems.some(({ severity }) => severity === 'error');
  const sentences = problems.map(({ sentence }) => sentence).join(' ');
  const label = text(isError ? 'bench.badgeError' : 'bench.badgeWarning', { sentences });
  return element(
    'button',
    { type: 'button', class: `pk-overlay-problem ${isError ? 'is-failed' : 'is-warning'}`, title: sentences, 'aria-label': label, onclick },
    problems.length > 1 ? String(problems.length) : '!',
  );
}
