/** `data-confirm` on a button or link: the dialog asks first, then the click goes on as it would have. */
import { ask } from '../confirm.js';

const confirmed = new WeakSet();

document.addEventListener(
  'click',
  async (event) => {
    const target = event.target.closest('[data-confirm]');
    if (!target || confirmed.delete(target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask(target.dataset.confirm, target.dataset.confirmOk))) return;
    confirmed.add(target);
    target.click();
  },
  { capture: true },
);
