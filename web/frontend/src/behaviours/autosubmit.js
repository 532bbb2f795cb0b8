/** `data-autosubmit` on a form: submits when a choice changes, and a moment after typing stops. */
const PAUSE_MS = 400;
const waiting = new WeakMap();

function submitSoon(form, pause) {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => form.isConnected && form.requestSubmit(), pause));
}

const isTyped = (field) => field.matches('input[type="search"], input[type="text"], input:not([type])');

document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-autosubmit]');
  if (form && !isTyped(event.target)) submitSoon(form, 0);
});
document.addEventListener('input', (event) => {
  const form = event.target.closest('form[data-autosubmit]');
  // Without htmx the whole page reloads, which would take the focus away in the middle of a word.
  if (form && isTyped(event.target) && form.hasAttribute('hx-get')) submitSoon(form, PAUSE_MS);
});
