/** Sending: validate, POST, and act on the answer; whatever comes back, what was typed stays in the fields. */
import { element } from '../dom.js';
import { text } from '../language.js';
import { send } from '../requests.js';

export function submitRow(label = text('form.submit')) {
  const button = element('button', { type: 'button', class: 'btn btn-primary' }, label);
  const status = element('p', { class: 'pk-meta', role: 'status' });
  return { button, status, node: element('div', { class: 'pk-form-actions pk-row' }, button, status) };
}

export function submitting({ container, form, row, props, draft, summary }) {
  let sending = false;

  const answer = ({ status, body }) => {
    if (status >= 200 && status < 300) {
      draft.forget();
      const event = new CustomEvent('polku:sent', { detail: body, bubbles: true });
      container.dispatchEvent(event);
      if (body.redirect) window.location.assign(body.redirect);
      else row.status.textContent = body.message ?? text('form.sent');
      return Boolean(body.redirect);
    }
    if (status === 422) summary.server(body.errors, body.message);
    else if (status === 409) summary.tell(body.message ?? text('form.conflict'));
    else if (status === 0) summary.tell(text('form.offline'));
    else if (status === 401) summary.tell(text('form.signedOut'));
    else summary.tell(body.message ?? text('form.refused', { status }));
    return false;
  };

  const submit = async () => {
    if (sending) return;
    const { data, errors } = form.submit();
    if (Object.keys(errors).length) {
      summary.client(errors);
      return;
    }
    summary.clear();
    sending = true;
    row.button.setAttribute('aria-disabled', 'true');
    row.status.textContent = text('form.sending');
    const leaving = answer(await send(props.method ?? 'POST', props.submitUrl, { data }, props.csrf));
    if (leaving) return;
    sending = false;
    row.button.removeAttribute('aria-disabled');
    if (row.status.textContent === text('form.sending')) row.status.textContent = '';
  };

  row.button.addEventListener('click', submit);
  // Enter in a text field submits a form natively; form-js would only validate
  container.querySelector('form')?.addEventListener(
    'submit',
    (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      submit();
    },
    { capture: true },
  );
  container.addEventListener('keydown', (event) => {
    const field = event.target;
    if (event.key !== 'Enter' || event.defaultPrevented || field.localName !== 'input') return;
    if (!['text', 'email', 'tel', 'number'].includes(field.type) || field.closest('.fjs-taglist, .fjs-input-group:has(.fjs-dropdownlist)')) return;
    event.preventDefault();
    submit();
  });
}
