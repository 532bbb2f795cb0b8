/** form-js' own sentences in the page's language. */
import flatpickr from 'flatpickr';
import { Finnish } from 'flatpickr/dist/l10n/fi.js';
import finnish from '../texts/fi/form-js.json';
import { fill, language } from '../language.js';

export const translateModule = {
  translate: ['value', (template, values) => fill((language === 'fi' && finnish[template]) || template, values)],
};

/** Weeks begin on Monday in both languages: the office is in Finland. */
export function localizeCalendar() {
  if (language === 'fi') flatpickr.localize(Finnish);
  else flatpickr.localize({ firstDayOfWeek: 1 });
}
