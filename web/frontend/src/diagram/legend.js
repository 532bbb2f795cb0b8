/** Explains the marks that are in use on this diagram; none when nothing is marked. */
import { element } from '../dom.js';
import { text } from '../language.js';

const KEYS = [
  ['active', (props) => props.active?.length],
  ['visited', (props) => props.visited?.length || props.flows?.length],
  ['failed', (props) => props.failed?.length],
  ['heat', (props) => Object.keys(props.heat ?? {}).length],
  ['counts', (props) => Object.keys(props.counts ?? {}).length],
];

export function legend(props) {
  const used = KEYS.filter(([, isUsed]) => isUsed(props)).map(([name]) => name);
  if (!used.length) return null;
  return element(
    'ul',
    { class: 'pk-legend', 'aria-label': text('diagram.legend') },
    ...used.map((name) => element('li', { class: `is-${name}` }, text(`diagram.${name}`))),
  );
}
