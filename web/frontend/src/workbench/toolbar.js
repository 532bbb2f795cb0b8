/** The row of tools over an editor. */
import { element, icon, iconButton } from '../dom.js';
import { language, text } from '../language.js';

export function group(label, ...buttons) {
  return element('div', { class: 'pk-tools', role: 'group', 'aria-label': label }, ...buttons);
}

export function wordButton(name, label, onclick, attributes = {}) {
  return element('button', { type: 'button', class: 'btn btn-sm btn-secondary', onclick, ...attributes }, icon(name), label);
}

export function toolbar(groups, end) {
  return element('div', { class: 'pk-bench-bar' }, ...groups, element('div', { class: 'pk-bench-end' }, ...end));
}

export function historyTools(editor) {
  const undo = iconButton('undo', text('bench.undo'), () => editor.undo());
  const redo = iconButton('redo', text('bench.redo'), () => editor.redo());
  const refresh = () => {
    undo.disabled = !editor.canUndo();
    redo.disabled = !editor.canRedo();
  };
  editor.onChange(refresh);
  refresh();
  return group(text('bench.history'), undo, redo);
}

export const clock = (iso) =>
  new Intl.DateTimeFormat(language === 'fi' ? 'fi-FI' : 'en-GB', { hour: 'numeric', minute: '2-digit' }).format(iso ? new Date(iso) : new Date());
