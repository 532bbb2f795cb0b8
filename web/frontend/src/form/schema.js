/**
 * The island has one submit button of its own, which knows about sending and waiting. A submit button in the schema
 * gives it its label; form-js' own would look the same and know nothing.
 */
const isSubmit = (component) => component.type === 'button' && (component.action ?? 'submit') === 'submit';

export function nativeSubmit(schema) {
  return schema.components?.find(isSubmit)?.label;
}

export function withoutSubmit(schema) {
  return { ...schema, components: (schema.components ?? []).filter((component) => !isSubmit(component)) };
}
