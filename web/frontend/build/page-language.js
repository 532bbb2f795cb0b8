/**
 * A page speaks one language, whatever the browser is set to. form-js writes dates in the browser's locale and has a
 * few texts that its translate service does not reach: let them follow `<html lang>`.
 */
const finnish = "document.documentElement.lang.startsWith('fi')";

const MENDS = [
  ["function getLocaleDateFormat(locale = 'default')", "function getLocaleDateFormat(locale = document.documentElement.lang || 'default')"],
  ['placeholder: getLocaleReadableDateFormat()', `placeholder: ${finnish} ? 'pp.kk.vvvv' : getLocaleReadableDateFormat()`],
  ["use24h ? 'hh:mm' :", `use24h ? (${finnish} ? 'tt:mm' : 'hh:mm') :`],
  ["placeholder: 'Search'", `placeholder: ${finnish} ? 'Hae' : 'Search'`],
  ["valueLabel || 'Select'", `valueLabel || (${finnish} ? 'Valitse' : 'Select')`],
];

export function pageLanguage() {
  return {
    name: 'polku:page-language',
    transform(code, id) {
      if (!/[\\/]form-js-viewer[\\/]dist[\\/]index\.es\.js/.test(id)) return null;
      // the editor carries an older viewer of its own, in which some of these do not exist
      const isEditors = /form-js-(editor|playground)[\\/]node_modules/.test(id);
      for (const [from, to] of MENDS) {
        if (!code.includes(from) && !isEditors) {
          this.error(`form-js has changed: build/page-language.js no longer finds "${from}".`);
        }
        code = code.replaceAll(from, to);
      }
      return { code, map: null };
    },
  };
}
