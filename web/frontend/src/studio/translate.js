/** The modeler's and the properties panel's texts in the page's language. */
import elements from '../texts/fi/bpmn-elements.json';
import modeler from '../texts/fi/modeler.json';
import properties from '../texts/fi/properties.json';
import { fill, language } from '../language.js';

/** The same element is called "User task" in a menu and "User Task" in a heading, "Sub-process" here and "Sub Process" there. */
const key = (template) => template.toLowerCase().replaceAll('-', ' ').replace(/\s+/g, ' ').trim();

const finnish = new Map([modeler, properties, elements].flatMap(Object.entries).map(([from, to]) => [key(from), to]));

function translate(template, values) {
  const found = language === 'fi' ? finnish.get(key(template)) : undefined;
  // VITE_COLLECT_TEXTS=1 npx vite build: the console's `untranslated` then lists what is missing
  if (import.meta.env.VITE_COLLECT_TEXTS && found === undefined) (globalThis.untranslated ??= new Set()).add(template);
  return fill(found ?? template, values);
}

export const translateModule = { translate: ['value', translate] };
