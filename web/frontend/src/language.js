/** The page's language and its texts: `text('form.sending')`, with `{name}` replaced from the second argument. */
import en from './texts/en.json';
import fi from './texts/fi.json';

const catalogues = { en, fi };

export const language = document.documentElement.lang.startsWith('en') ? 'en' : 'fi';

export function fill(template, values = {}) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function text(key, values) {
  const template = catalogues[language][key];
  if (template === undefined) throw new Error(`The text "${key}" is missing from texts/${language}.json.`);
  return fill(template, values);
}
