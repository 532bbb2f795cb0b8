/** Files of the person's own machine: download what is on the screen, open another in its place. */
import { ask } from '../confirm.js';
import { element, iconButton } from '../dom.js';
import { text } from '../language.js';
import { group } from './toolbar.js';

const LARGEST_BYTES = 5_000_000;

export function fileTools({ editor, props, status, saving, checking }) {
  async function download() {
    const url = URL.createObjectURL(new Blob([await editor.fileText()], { type: 'application/octet-stream' }));
    element('a', { href: url, download: `${fileName(props.name)}.${editor.extension}` }).click();
    setTimeout(() => URL.revokeObjectURL(url));
  }

  async function open(file) {
    if (file.size > LARGEST_BYTES) return status.say(text('bench.tooLarge', { file: file.name }), 'failed');
    if (saving.isDirty() && !(await ask(text('bench.replace'), text('bench.replaceOk')))) return undefined;
    const before = await editor.fileText();
    try {
      await editor.open(await file.text());
    } catch (error) {
      await editor.open(before);
      return status.say(text('bench.unreadable', { file: file.name, reason: firstLine(error.message) }), 'failed');
    }
    saving.changed();
    checking.now();
    return status.say(text('bench.opened', { file: file.name }), 'warning');
  }

  const picker = element('input', { type: 'file', accept: `.${editor.extension},.xml,.json`, hidden: true, 'aria-label': text('bench.open') });
  picker.addEventListener('change', async () => {
    const [file] = picker.files;
    if (file) await open(file);
    picker.value = '';
  });

  const tools = [iconButton('download', text('bench.download'), download)];
  if (!editor.readOnly) tools.unshift(iconButton('folder', text('bench.open'), () => picker.click()), picker);
  return [group(text('bench.files'), ...tools)];
}

const firstLine = (message) => message.split('\n')[0];
const fileName = (name) => (name ?? 'polku').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'polku';
