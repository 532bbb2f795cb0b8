/** Asks in a modal dialog; resolves to true or false. Esc is no. */
import { element } from './dom.js';
import { text } from './language.js';

export function ask(question, okLabel = text('base.ok')) {
  return new Promise((resolve) => {
    const dialog = element(
      'dialog',
      { class: 'pk-dialog', 'aria-labelledby': 'pk-question' },
      element('p', { id: 'pk-question' }, question),
      element(
        'form',
        { method: 'dialog', class: 'pk-actions' },
        element('button', { class: 'btn btn-secondary', value: 'no' }, text('base.cancel')),
        element('button', { class: 'btn btn-primary', value: 'yes' }, okLabel),
      ),
    );
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
