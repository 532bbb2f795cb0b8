/** Token simulation, started from the toolbar; its own texts are put into the page's language as they appear. */
import { language, text } from '../language.js';
import { group, wordButton } from '../workbench/toolbar.js';
import finnish from '../texts/fi/simulation.json';

export function simulationTool(modeler, aside) {
  const mode = modeler.get('toggleMode');
  const button = wordButton('play', text('studio.simulate'), () => mode.toggleMode(), { 'aria-pressed': 'false' });
  let wasHidden = aside.hidden;
  modeler.on('tokenSimulation.toggleMode', ({ active }) => {
    button.setAttribute('aria-pressed', String(active));
    if (active) wasHidden = aside.hidden;
    aside.hidden = active || wasHidden;
  });
  if (language === 'fi') translateAsItAppears(modeler.get('canvas').getContainer());
  return group(text('studio.try'), button);
}

function translateAsItAppears(container) {
  const translate = (root) => {
    for (const node of [root, ...root.querySelectorAll('[title]')]) {
      if (finnish[node.title]) node.title = finnish[node.title];
    }
    for (const node of [root, ...root.querySelectorAll('.bts-log *, .bts-notification *')]) {
      const [only] = node.childNodes;
      if (node.childNodes.length === 1 && only.nodeType === Node.TEXT_NODE && finnish[only.data.trim()]) only.data = finnish[only.data.trim()];
    }
  };
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof HTMLElement && /\bbts-/.test(node.outerHTML)) translate(node);
    }
  }).observe(container, { childList: true, subtree: true });
  translate(container);
}
