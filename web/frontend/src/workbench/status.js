/** One line that says what the last action did; screen readers hear it. */
import { element } from '../dom.js';

export function statusLine() {
  const node = element('p', { class: 'pk-bench-status', role: 'status' });
  return {
    node,
    say(sentence, kind = '') {
      node.className = `pk-bench-status ${kind && `is-${kind}`}`.trim();
      node.textContent = sentence;
      node.title = sentence; // where the line is too short for it
    },
  };
}
