/** The sidebar of narrow screens: opens over the page, closes with Esc, by its button, or when the focus leaves it. */
const button = document.querySelector('[data-nav-toggle]');
const sidebar = button && document.getElementById(button.getAttribute('aria-controls'));

if (sidebar) {
  const show = (open) => {
    sidebar.classList.toggle('is-open', open);
    button.setAttribute('aria-expanded', String(open));
  };
  button.addEventListener('click', () => {
    const open = !sidebar.classList.contains('is-open');
    show(open);
    if (open) sidebar.querySelector('a')?.focus();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !sidebar.classList.contains('is-open')) return;
    show(false);
    button.focus();
  });
  document.addEventListener('pointerdown', (event) => {
    if (!sidebar.contains(event.target) && !button.contains(event.target)) show(false);
  });
  sidebar.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !sidebar.contains(event.relatedTarget) && event.relatedTarget !== button) show(false);
  });
}
