/**
 * CodeMirror's style-mod writes a <style> element, which `style-src 'self'` forbids. It already knows
 * adoptedStyleSheets, which the policy allows, but uses it in shadow roots only: let it use it in documents too.
 */
const GUARD = '!root.head && root.adoptedStyleSheets';

export function adoptStyleSheets() {
  return {
    name: 'polku:adopt-style-sheets',
    transform(code, id) {
      if (!/[\\/]style-mod[\\/]/.test(id)) return null;
      if (!code.includes(GUARD)) {
        this.error('style-mod has changed: build/adopt-style-sheets.js no longer finds the test that it replaces.');
      }
      return { code: code.replace(GUARD, 'root.adoptedStyleSheets'), map: null };
    },
  };
}
