/**
 * `data-element` entries (timeline, problems) and the page's diagram point at each other. An element that is chosen in the
 * diagram is chosen in the `data-element-choice` list that was used last, too.
 */
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

let choice = null;
document.addEventListener('focusin', (event) => {
  choice = event.target.closest?.('[data-element-choice]') ?? choice;
});

function choose(id) {
  const list = choice ?? document.querySelector('[data-element-choice]');
  if (list && [...list.options].some((option) => option.value === id)) list.value = id;
}

document.addEventListener('polku:element', (event) => {
  mark(event.detail.id, { scroll: true });
  choose(event.detail.id);
});
