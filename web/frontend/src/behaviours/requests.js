/** htmx under the page's content security policy: no eval, no injected style; failures are told in a sentence. */
import htmx from 'htmx.org';
import { element } from '../dom.js';
import { text } from '../language.js';

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.responseHandling = [
  { code: '204', swap: false },
  { code: '[23]..', swap: true },
  { code: '(409|422)', swap: true },
  { code: '[45]..', swap: false, error: true },
];

document.addEventListener('htmx:configRequest', (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && event.detail.verb !== 'get') event.detail.headers['X-CSRFToken'] = token;
});

export function tell(sentence, kind = 'failed') {
  const main = document.getElementById('main') ?? document.body;
  main.querySelector('.pk-alert[data-told]')?.remove();
  main.prepend(
    element(
      'div',
      { class: `pk-alert is-${kind}`, role: kind === 'failed' ? 'alert' : 'status', 'data-told': true },
      element('p', {}, sentence),
      element('button', { class: 'btn-close', type: 'button', 'data-dismiss': true, 'aria-label': text('base.dismiss') }),
    ),
  );
}

document.addEventListener('htmx:sendError', () => tell(text('base.offline')));
document.addEventListener('htmx:responseError', (event) => tell(text('base.refused', { status: event.detail.xhr.status })));
