/** Form schemas as text. */
import { text } from '../language.js';

/** Throws a sentence when the text is JSON but no form; JSON's own errors say where the text breaks. */
export function parse(source) {
  const schema = JSON.parse(source);
  if (!Array.isArray(schema.components)) throw new Error(text('formeditor.noForm'));
  return schema;
}

export const written = (schema) => JSON.stringify(schema, null, 2);
