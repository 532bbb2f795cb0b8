/** Under the fields (by form-js) and in a summary on top that takes the focus and links to the fields. */
import { element } from '../dom.js';
import { text } from '../language.js';

/** Instances of keyed fields, each with its dotted path (`company.name`, `contacts.0.email`) and its control in the page. */
function fields(form) {
  const registry = form.get('formFieldRegistry');
  return form
    .get('formFieldInstanceRegistry')
    .getAllKeyed()
    .map(({ id, valuePath, indexes }) => {
      const field = registry.get(id);
      const suffix = Object.values(indexes ?? {}).map((index) => `_${index}`).join('');
      const base = `fjs-form-${form._id}-${id}${suffix}`;
      return { id, indexes, path: valuePath.join('.'), label: labelOf(field), base };
    });
}

function labelOf(field) {
  return field.label || field.dateLabel || field.timeLabel || field.key || field.id;
}

/** The control of a field: radios, date pickers and searches have their own endings after the field's id. */
export function controlOf(base) {
  const exact = document.getElementById(base) ?? document.getElementById(`${base}-date`) ?? document.getElementById(`${base}-time`);
  if (exact?.matches('input, textarea, select, button, [tabindex]')) return exact;
  const inside = exact?.querySelector('input:not([type=hidden]), textarea, select, button');
  return inside ?? document.querySelector(`input[id^="${CSS.escape(base)}-"], button[id^="${CSS.escape(base)}-"]`) ?? exact;
}

const atPath = (errors, { id, indexes }) =>
  [id, ...Object.values(indexes ?? {})].reduce((found, key) => found?.[key], errors);

export function errorSummary(place, form) {
  const show = (message, entries) => {
    const items = entries.map(({ label, sentence, base }) =>
      element(
        'li',
        {},
        base
          ? element('a', { href: `#${base}`, onclick: (event) => { event.preventDefault(); controlOf(base)?.focus(); } }, `${label}: ${sentence}`)
          : `${label ? `${label}: ` : ''}${sentence}`,
      ),
    );
    const box = element(
      'div',
      { class: 'pk-errors', role: 'alert', tabindex: '-1' },
      element('h2', {}, message),
      items.length ? element('ul', {}, ...items) : null,
    );
    place.replaceChildren(box);
    box.focus();
  };

  return {
    clear: () => place.replaceChildren(),
    /** An alert that is not about one field: a conflict, or no connection. */
    tell(message) {
      place.replaceChildren(element('div', { class: 'pk-alert is-failed', role: 'alert', tabindex: '-1' }, element('p', {}, message)));
      place.firstChild.focus();
    },
    /** What form-js found before sending: `{fieldId: [sentence]}`. */
    client(errors) {
      const entries = fields(form).flatMap((field) => (atPath(errors, field) ?? []).map((sentence) => ({ ...field, sentence })));
      show(text('form.correct', { count: entries.length }), entries);
    },
    /** What the server found: `{dotted.path: sentence}`; unknown paths are shown without a link. */
    server(errors, message) {
      const all = fields(form);
      const state = {};
      const entries = Object.entries(errors ?? {}).map(([path, sentence]) => {
        const field = all.find((candidate) => candidate.path === path);
        if (!field) return { label: '', sentence };
        setAt(state, field, sentence);
        return { ...field, sentence };
      });
      form._setState({ errors: state });
      show(message ?? text('form.correct', { count: entries.length }), entries);
    },
  };
}

function setAt(state, { id, indexes }, sentence) {
  const keys = [id, ...Object.values(indexes ?? {})];
  const last = keys.pop();
  const parent = keys.reduce((node, key) => (node[key] ??= {}), state);
  parent[last] = [sentence];
}
