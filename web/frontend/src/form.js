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
    // form-js would wait before it takes in what is typed: a redraw or a reload in between would lose it
    debounce: false,
  });
  if (props.readonly || !props.submitUrl) return;

  form.on('changed', ({ data }) => draft.write(data));
  const row = submitRow(props.submitLabel ?? nativeSubmit(props.schema));
  container.append(row.node);
  submitting({ container, form, row, props, draft, summary: errorSummary(notices, form) });
});
