/** The diagram and each decision as buttons above the editor; the pressed one is what is shown. */
import { element } from '../dom.js';
import { text } from '../language.js';

export function viewTabs(editor) {
  const row = element('div', { class: 'pk-decision-tabs', role: 'group', 'aria-label': text('decision.views') });
  editor.on('views.changed', ({ views, activeView }) => {
    const focused = row.contains(document.activeElement);
    row.replaceChildren(
      ...views.map((view) => {
        const label = view.type === 'drd' ? text('decision.drd') : view.name || text('decision.unnamed');
        const isActive = view === activeView || (view.element === activeView?.element && view.type === activeView?.type);
        return element('button', { type: 'button', 'aria-pressed': String(isActive), onclick: () => editor.open(view) }, label);
      }),
    );
    if (focused) row.querySelector('[aria-pressed="true"]')?.focus();
  });
  return row;
}
