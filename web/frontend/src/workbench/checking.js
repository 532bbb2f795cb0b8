/** Asks the engine about the present state a moment after each change; only the newest answer counts. */
import { text } from '../language.js';
import { send } from '../requests.js';

const PAUSE_MS = 600;

export function checking({ editor, props, problems, status }) {
  let waiting;
  let newest = 0;

  async function now() {
    clearTimeout(waiting);
    const mine = (newest += 1);
    const own = await editor.ownProblems();
    if (mine !== newest) return;
    problems.show(own, 'own');
    if (!props.checkUrl) return;
    const answer = await send('POST', props.checkUrl, { [editor.bodyKey]: await editor.source() }, props.csrf);
    if (mine !== newest) return;
    if (answer.status === 200) problems.show(answer.body.problems ?? [], 'server');
    else status.say(text('bench.unchecked'), 'failed');
  }

  return {
    now,
    soon() {
      clearTimeout(waiting);
      waiting = setTimeout(now, PAUSE_MS);
    },
  };
}
