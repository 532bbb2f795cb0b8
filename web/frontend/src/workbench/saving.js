/** Drafts: what is saved, what is not yet, and the question before a page with unsaved work is left. */
import { text } from '../language.js';
import { send } from '../requests.js';
import { clock, wordButton } from './toolbar.js';

export function saving({ editor, props, status, problems }) {
  let changes = 0;
  let saved = 0;
  const isDirty = () => changes !== saved;

  const button = wordButton('save', text('bench.save'), () => save(), { 'aria-keyshortcuts': 'Control+S' });

  async function save() {
    const upTo = changes;
    status.say(text('bench.saving'));
    const answer = await send('PUT', props.draftUrl, { [editor.bodyKey]: await editor.source() }, props.csrf);
    if (answer.status === 200) {
      saved = upTo;
      status.say(text('bench.saved', { time: clock(answer.body.saved) }), 'done');
    } else if (answer.status === 422) {
      problems.show(answer.body.problems ?? [], 'server');
      status.say(answer.body.message ?? text('bench.saveHasProblems'), 'failed');
    } else {
      status.say(answer.body.message ?? refusal(answer.status), 'failed');
    }
  }

  window.addEventListener('beforeunload', (event) => {
    if (isDirty() && props.canEdit) event.preventDefault();
  });

  return {
    button,
    save,
    isDirty,
    changed() {
      changes += 1;
      status.say(text('bench.unsaved'), 'warning');
    },
    /** The server has the present state in another way: as a released version. */
    forget() {
      saved = changes;
    },
  };
}

export function refusal(code) {
  if (code === 0) return text('bench.offline');
  if (code === 401) return text('bench.signedOut');
  if (code === 403) return text('bench.forbidden');
  return text('bench.refused', { status: code });
}
