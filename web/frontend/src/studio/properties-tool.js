/** Shows and hides the properties panel; on narrow screens it begins hidden, since it covers the diagram. */
import { text } from '../language.js';
import { group, wordButton } from '../workbench/toolbar.js';

export function propertiesTool(aside) {
  const button = wordButton('edit', text('studio.properties'), () => show(aside.hidden), { 'aria-pressed': 'true' });
  const show = (visible) => {
    aside.hidden = !visible;
    button.setAttribute('aria-pressed', String(visible));
  };
  if (window.matchMedia('(max-width: 999.98px)').matches) show(false);
  return group(text('studio.panels'), button);
}
