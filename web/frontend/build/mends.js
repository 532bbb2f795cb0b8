/** What has to be different in libraries, each with its reason. */
import { mend } from './mend.js';

const isFinnish = "document.documentElement.lang.startsWith('fi')";

export const mends = [
  // CodeMirror writes a <style> element, which `style-src 'self'` forbids. It already knows adoptedStyleSheets, which
  // the policy allows, but uses it in shadow roots only: let it use it in documents too.
  mend({
    name: 'adopt-style-sheets',
    file: '/style-mod/src/style-mod.js',
    replacements: [['!root.head && root.adoptedStyleSheets', 'root.adoptedStyleSheets']],
  }),

  // A page speaks one language, whatever the browser is set to. form-js writes dates in the browser's locale and has a
  // few texts that its translate service does not reach: let them follow <html lang>.
  mend({
    name: 'page-language',
    file: '/dist/index.es.js',
    replacements: [
      ["function getLocaleDateFormat(locale = 'default')", "function getLocaleDateFormat(locale = document.documentElement.lang || 'default')"],
      ['placeholder: getLocaleReadableDateFormat()', `placeholder: ${isFinnish} ? 'pp.kk.vvvv' : getLocaleReadableDateFormat()`],
      ["use24h ? 'hh:mm' :", `use24h ? (${isFinnish} ? 'tt:mm' : 'hh:mm') :`],
      ["placeholder: 'Search'", `placeholder: ${isFinnish} ? 'Hae' : 'Search'`],
      ["valueLabel || 'Select'", `valueLabel || (${isFinnish} ? 'Valitse' : 'Select')`],
    ],
    // the editor carries an older viewer of its own, in which some of these do not exist; others share the file name
    unless: (path) => !path.endsWith('node_modules/@bpmn-io/form-js-viewer/dist/index.es.js') || path.includes('form-js-editor'),
  }),

  // The corner above the rule numbers is an empty heading, which screen readers announce as one: it is a plain cell.
  mend({
    name: 'corner-cell',
    file: '/decision-table-head/components/DecisionTableHead.js',
    replacements: [['createVNode(1, "th", "index-column"', 'createVNode(1, "td", "index-column"']],
  }),
];
