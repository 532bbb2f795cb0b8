/** Small attributes, applied to the page and to whatever htmx brings later. */
import { text } from '../language.js';

const ROLES = { table: 'table', tbody: 'rowgroup', thead: 'rowgroup', tr: 'row', td: 'cell' };

/** `display: block` takes a table's meaning from screen readers; explicit roles keep it while rows are shown as cards. */
function keepTableRoles(table) {
  if (table.hasAttribute('role')) return;
  for (const node of [table, ...table.querySelectorAll('tbody, thead, tr, td, th')]) {
    const tag = node.localName;
    node.setAttribute('role', tag === 'th' ? (node.scope === 'row' ? 'rowheader' : 'columnheader') : ROLES[tag]);
  }
}

/** On a telephone not all tabs fit beside each other: the one that is open is in sight. */
function showCurrent(tabs) {
  const [place, current] = [tabs, tabs.querySelector('[aria-current]')].map((node) => node?.getBoundingClientRect());
  if (current) tabs.scrollLeft += current.left - place.left - (place.width - current.width) / 2;
}

const each = (root, selector, work) => {
  if (root.matches?.(selector)) work(root);
  root.querySelectorAll(selector).forEach(work);
};

export function enhance(root) {
  each(root, '.pk-table', keepTableRoles);
  each(root, '.pk-bar[data-width]', (bar) => {
    const filled = document.createElement('span');
    filled.style.width = `${Math.min(100, Math.max(0, Number(bar.dataset.width)))}%`;
    bar.replaceChildren(filled);
  });
  each(root, '.pk-tabs', showCurrent);
  each(root, '.pk-errors', (summary) => summary.focus());
  each(root, '.is-linked[data-element]', (entry) => entry.hasAttribute('tabindex') || entry.setAttribute('tabindex', '0'));
}

document.addEventListener('click', async (event) => {
  const dismiss = event.target.closest('[data-dismiss]');
  if (dismiss) dismiss.closest('.pk-alert')?.remove();
  const copy = event.target.closest('[data-copy]');
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.setAttribute('title', text('base.copied'));
  }
});

document.addEventListener('submit', (event) => {
  const button = event.submitter;
  // after this turn: a disabled button would not be sent with its form
  if (button?.hasAttribute('data-busy')) setTimeout(() => (button.disabled = true));
});
window.addEventListener('pageshow', (event) => {
  if (event.persisted) document.querySelectorAll('button[data-busy]').forEach((button) => (button.disabled = false));
});
