/** The same workbench for those who may look but not change. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { nameCanvas } from '../diagram/canvas.js';
import { text } from '../language.js';
import { diagramBasis } from './basis.js';
import { moddleExtensions } from './modeler-modules.js';
import { viewTools } from './view-tools.js';

export function bpmnReader({ canvas, props }) {
  const viewer = new NavigatedViewer({ container: canvas, moddleExtensions });
  nameCanvas(viewer, text('studio.canvas', { name: props.name }));
  return {
    ...diagramBasis(viewer, canvas),
    readOnly: true,
    onChange: () => {},
    ownProblems: () => [],
    tools: () => [viewTools(viewer)],
  };
}
