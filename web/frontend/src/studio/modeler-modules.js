/** What the modeler is put together from. */
import ColorPicker from 'bpmn-js-color-picker';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import TokenSimulationModule from 'bpmn-js-token-simulation';
import ZeebeBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import Minimap from 'diagram-js-minimap';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import polku from '../polku-moddle.json';
import { routingModule } from './routing-properties.js';
import elements from '../texts/fi/bpmn-elements.json';
import modeler from '../texts/fi/modeler.json';
import properties from '../texts/fi/properties.json';
import { translateModule } from '../translate.js';

export const moddleExtensions = { zeebe, polku };

export const modules = [
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
  ZeebeBehaviors,
  CreateAppendAnythingModule,
  ColorPicker,
  Minimap,
  TokenSimulationModule,
  routingModule,
  translateModule(modeler, properties, elements),
];
