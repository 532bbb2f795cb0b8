/** The workbench's editor for diagrams: bpmn-js' modeler with its properties panel. */
import Modeler from 'bpmn-js/lib/Modeler';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'bpmn-js-color-picker/colors/color-picker.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import { nameCanvas } from '../diagram/canvas.js';
import { text } from '../language.js';
import { diagramBasis } from './basis.js';
import { lint } from './lint.js';
import { moddleExtensions, modules } from './modeler-modules.js';
import { simulationTool } from './simulation.js';
import { propertiesTool } from './properties-tool.js';
import { viewTools } from './view-tools.js';

export function bpmnEditor({ canvas, aside, props }) {
  const modeler = new Modeler({
    container: canvas,
    propertiesPanel: { parent: aside },
    moddleExtensions,
    additionalModules: modules,
  });
  const commands = modeler.get('commandStack');
  nameCanvas(modeler, text('studio.canvas', { name: props.name }));

  return {
    ...diagramBasis(modeler, canvas),
    hasPanel: true,
    undo: () => commands.undo(),
    redo: () => commands.redo(),
    canUndo: () => commands.canUndo(),
    canRedo: () => commands.canRedo(),
    // 'clear' comes with opening a diagram, which is not a change
    onChange: (listener) => modeler.on('commandStack.changed', ({ trigger }) => trigger !== 'clear' && listener()),
    ownProblems: () => lint(modeler.getDefinitions()),
    tools: () => [viewTools(modeler), propertiesTool(aside), simulationTool(modeler, aside)],
  };
}
