/** The `form` island: a form-js form that sends JSON and says clearly what to correct. Props: see README.md. */
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '@bpmn-io/form-js-viewer/dist/assets/flatpickr/light.css';
import './styles/form.css';
import { createForm } from '@bpmn-io/form-js-viewer';
import { element } from './dom.js';
import { mountAll } from './island.js';
import { errorSummary } from './form/errors.js';
import { keepDraft } from './form/draft.js';
import { submitting, submitRow } from './form/submit.js';
import { localizeCalendar, translateModule } from './form/translate.js';
import { nativeSubmit, withoutSubmit } from './form/schema.js';

mountAll('form', async (container, props) => {
  localizeCalendar();
  const notices = element('div', { class: 'pk-form-notices' });
  const body = element('div', { class: 'pk-form-body' });
  container.replaceChildren(notices, body);

  const draft = keepDraft(props.saveDraftKey);
  const form = await createForm({
    container: body,
    schema: withoutSubmit(props.schema),
    data: { ...props.data, ...(props.readonly ? {} : draft.read()) },
    properties: { readOnly: Boolean(props.readonly) },
    additionalModules: [translateModule],
  });
  if (props.readonly || !props.submitUrl) return;

  form.on('changed', ({ data }) => draft.write(data));
  // form-js waits a moment before it takes in what is typed; leaving the field makes it do so at once
  window.addEventListener('pagehide', () => container.contains(document.activeElement) && document.activeElement.blur());
  const row = submitRow(props.submitLabel ?? nativeSubmit(props.schema));
  container.append(row.node);
  submitting({ container, form, row, props, draft, summary: errorSummary(notices, form) });
});
