/** Releasing: a dialog asks for a note; the answer is a new version, or the problems that stand in its way. */
import { element } from '../dom.js';
import { text } from '../language.js';
import { send } from '../requests.js';
import { refusal } from './saving.js';
import { wordButton } from './toolbar.js';

export function releasing(bench) {
  const button = wordButton('upload', text('bench.release'), () => openDialog(bench), { class: 'btn btn-sm btn-primary' });
  return { button };
}

function openDialog(bench) {
  const note = element('textarea', { class: 'form-control', id: 'pk-release-note', rows: '3' });
  const told = element('p', { class: 'pk-error', role: 'alert' });
  const ok = element('button', { type: 'submit', class: 'btn btn-primary' }, text('bench.release'));
  const actions = element(
    'div',
    { class: 'pk-actions' },
    element('button', { type: 'button', class: 'btn btn-secondary', onclick: () => dialog.close() }, text('base.cancel')),
    ok,
  );
  const form = element(
    'form',
    {},
    element('h2', { id: 'pk-release-title' }, text('bench.releaseTitle', { name: bench.props.name })),
    element('p', {}, text('bench.releaseExplained')),
    element('label', { class: 'form-label', for: 'pk-release-note' }, text('bench.note')),
    note,
    told,
    actions,
  );
  const dialog = element('dialog', { class: 'pk-dialog', 'aria-labelledby': 'pk-release-title', onclose: () => dialog.remove() }, form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (ok.getAttribute('aria-disabled')) return;
    ok.setAttribute('aria-disabled', 'true');
    told.textContent = '';
    await release(bench, note.value.trim(), { dialog, form, told });
    ok.removeAttribute('aria-disabled');
  });
  document.body.append(dialog);
  dialog.showModal();
  note.focus();
}

async function release({ editor, props, status, problems, saving }, note, { dialog, form, told }) {
  const answer = await send('POST', props.releaseUrl, { [editor.bodyKey]: await editor.source(), note }, props.csrf);
  const { version, url } = answer.body;
  if (answer.status === 200) {
    saving.forget();
    status.say(text('bench.released', { version }), 'done');
    form.replaceChildren(...done(version, url, dialog));
    form.querySelector('a, button').focus();
  } else if (answer.status === 422) {
    problems.show(answer.body.problems ?? [], 'server');
    status.say(answer.body.message ?? text('bench.releaseHasProblems'), 'failed');
    dialog.close();
  } else {
    told.textContent = answer.body.message ?? refusal(answer.status);
  }
}

function done(version, url, dialog) {
  const stay = element('button', { type: 'button', class: 'btn btn-secondary', onclick: () => dialog.close() }, text('bench.stay'));
  const go = url && element('a', { class: 'btn btn-primary', href: url }, text('bench.openVersion', { version }));
  return [
    element('h2', { id: 'pk-release-title' }, text('bench.released', { version })),
    element('p', {}, text('bench.releasedExplained')),
    element('div', { class: 'pk-actions' }, stay, go || null),
  ];
}
