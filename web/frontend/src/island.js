/** Mounts an island on every `[data-island="name"]`: reads its props, and says in a sentence when it cannot start. */
import { element } from './dom.js';
import { text } from './language.js';

export function mountAll(name, mount) {
  for (const container of document.querySelectorAll(`[data-island="${name}"]`)) start(container, name, mount);
}

async function start(container, name, mount) {
  container.classList.add('pk-island', `pk-island-${name}`);
  container.setAttribute('aria-busy', 'true');
  try {
    await mount(container, JSON.parse(container.dataset.props ?? '{}'));
    container.dataset.ready = 'true';
  } catch (error) {
    fail(container, name, error);
  } finally {
    container.removeAttribute('aria-busy');
  }
}

export function fail(container, name, error) {
  console.warn(`Island ${name}:`, error);
  container.replaceChildren(
    element('div', { class: 'pk-alert is-failed', role: 'alert' }, element('p', {}, text('island.failed', { reason: error.message }))),
  );
}
