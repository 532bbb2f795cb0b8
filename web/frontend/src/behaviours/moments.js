/**
 * A slider that shows a path at one moment after another: what htmx brings tells the page's diagram what to draw now
 * (`data-diagram-props`) and the slider where it stands (`data-moment`), unless a person is holding it.
 */
const slider = () => document.querySelector('input[data-clears]');

// before htmx reads the form: a time that was given would win over the slider
document.addEventListener(
  'input',
  (event) => {
    const other = event.target.dataset.clears;
    if (other) document.getElementById(other).value = '';
  },
  true,
);

/** `data-lean` on a form: its empty fields stay out of the address. */
document.addEventListener('htmx:configRequest', ({ detail, target }) => {
  if (!target.matches('form[data-lean]')) return;
  for (const [name, value] of [...detail.formData.entries()]) if (value === '') detail.formData.delete(name);
});

document.addEventListener('htmx:load', ({ target }) => {
  if (!target.matches?.('[data-moment]')) return;
  const { moment, momentText, diagramProps } = target.dataset;
  const held = slider();
  if (held !== document.activeElement) held.value = moment;
  if (held.value === moment) held.setAttribute('aria-valuetext', momentText);
  const island = document.querySelector('[data-island="diagram"]');
  island?.dispatchEvent(new CustomEvent('polku:show', { detail: JSON.parse(diagramProps) }));
});
