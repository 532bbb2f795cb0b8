/** The properties panel's group for `polku:routing`: what a user task needs of the person who gets it. */
import { FeelEntry, isFeelEntryEdited } from '@bpmn-io/properties-panel';
import { useService } from 'bpmn-js-properties-panel';
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { text } from '../language.js';

const ATTRIBUTES = [
  'decision',
  'skills',
  'language',
  'area',
  'continuity',
  'waitWorkingDays',
  'dueWorkingDays',
  'remindWorkingDays',
  'escalateWorkingDays',
  'reassignWorkingDays',
];
const BEFORE_OTHERS = 500;

function RoutingProvider(propertiesPanel) {
  propertiesPanel.registerProvider(BEFORE_OTHERS, {
    getGroups: (shape) => (groups) => (is(shape, 'bpmn:UserTask') ? withRouting(groups, shape) : groups),
  });
}
RoutingProvider.$inject = ['propertiesPanel'];

export const routingModule = { __init__: ['polkuRouting'], polkuRouting: ['type', RoutingProvider] };

/** Beside the assignment, which it refines. */
function withRouting(groups, shape) {
  const group = {
    id: 'polku-routing',
    label: text('routing.title'),
    entries: ATTRIBUTES.map((attribute) => ({
      id: `polku-routing-${attribute}`,
      component: RoutingEntry,
      isEdited: isFeelEntryEdited,
      element: shape,
      attribute,
    })),
  };
  const beside = groups.findIndex(({ id }) => id === 'assignmentDefinition');
  const at = beside < 0 ? groups.length : beside + 1;
  return [...groups.slice(0, at), group, ...groups.slice(at)];
}

function RoutingEntry({ element, id, attribute }) {
  const commandStack = useService('commandStack');
  const bpmnFactory = useService('bpmnFactory');
  const translate = useService('translate');
  const debounce = useService('debounceInput');
  return FeelEntry({
    element,
    id,
    label: text(`routing.${attribute}`),
    description: text(`routing.${attribute}.hint`),
    feel: 'optional',
    translate,
    debounce,
    getValue: () => routingOf(getBusinessObject(element))?.get(attribute) ?? '',
    setValue: (value) => {
      const commands = changes(element, bpmnFactory, attribute, value);
      if (commands.length) commandStack.execute('properties-panel.multi-command-executor', commands);
    },
  });
}

const routingOf = (task) => task.get('extensionElements')?.get('values').find((value) => value.$type === 'polku:Routing');

/** The commands that set one attribute: the extension elements and the routing element come and go as they are needed. */
function changes(element, bpmnFactory, attribute, value) {
  const task = getBusinessObject(element);
  const update = (moddleElement, properties) => ({
    cmd: 'element.updateModdleProperties',
    context: { element, moddleElement, properties },
  });
  const routing = routingOf(task);
  const stays = ATTRIBUTES.some((name) => (name === attribute ? value : routing?.get(name)));
  let extensions = task.get('extensionElements');
  if (routing && stays) return [update(routing, { [attribute]: value || undefined })];
  if (routing) return [update(extensions, { values: extensions.get('values').filter((found) => found !== routing) })];
  if (!value) return [];

  const commands = [];
  if (!extensions) {
    extensions = bpmnFactory.create('bpmn:ExtensionElements', { values: [] });
    extensions.$parent = task;
    commands.push(update(task, { extensionElements: extensions }));
  }
  const created = bpmnFactory.create('polku:Routing', { [attribute]: value });
  created.$parent = extensions;
  commands.push(update(extensions, { values: [...extensions.get('values'), created] }));
  return commands;
}
