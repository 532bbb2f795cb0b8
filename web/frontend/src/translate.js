/** A `translate` service for bpmn.io's libraries, from catalogues whose keys are their English texts. */
import { fill, language } from './language.js';

/** The same element is called "User task" in a menu and "User Task" in a heading, "Sub-process" here and "Sub Process" there. */
const key = (template) => template.toLowerCase().replaceAll('-', ' ').replace(/\s+/g, ' ').trim();

export function translateModule(...catalogues) {
  const finnish = new Map(catalogues.flatMap(Object.entries).map(([from, to]) => [key(from), to]));

  function translate(template, values) {
    const found = language === 'fi' ? finnish.get(key(template)) : undefined;
    // VITE_COLLECT_TEXTS=1 npx vite build: the console's `untranslated` then lists what is missing
    if (import.meta.env.VITE_COLLECT_TEXTS && found === undefined) (globalThis.untranslated ??= new Set()).add(template);
    return fill(found ?? template, values);
  }

  return { translate: ['value', translate] };
}
