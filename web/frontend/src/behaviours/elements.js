/** `data-element` entries (timeline, problems) and the page's diagram point at each other. */
const diagram = () => document.querySelector('[data-island="diagram"]');

function highlight(entry) {
  diagram()?.dispatchEvent(new CustomEvent('polku:highlight', { detail: { id: entry?.dataset.element ?? null } }));
}

function mark(id, { scroll }) {
  const entries = [...document.querySelectorAll('[data-element]')];
  for (const entry of entries) entry.classList.toggle('is-marked', entry.dataset.element === id);
  if (scroll) entries.find((entry) => entry.dataset.element === id)?.scrollIntoView({ block: 'nearest' });
}

const linked = (event) => event.target.closest?.('.is-linked[data-element]');

document.addEventListener('mouseover', (event) => linked(event) && highlight(linked(event)));
document.addEventListener('focusin', (event) => linked(event) && highlight(linked(event)));
document.addEventListener('click', (event) => {
  const entry = linked(event);
  if (!entry) return;
  highlight(entry);
  mark(entry.dataset.element, { scroll: false });
});
document.addEventListener('polku:element', (event) => mark(event.detail.id, { scroll: true }));
