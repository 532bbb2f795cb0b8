/**
 * A Vite plugin that replaces exact pieces of a library's code. The build stops when a piece is no longer there, so a
 * new version of the library is looked at instead of being left unmended.
 */
export function mend({ name, file, replacements, unless = () => false }) {
  return {
    name: `polku:${name}`,
    transform(code, id) {
      const path = id.replaceAll('\\', '/').split('?')[0];
      if (!path.endsWith(file)) return null;
      for (const [from, to] of replacements) {
        if (!code.includes(from) && !unless(path)) {
          this.error(`${file} has changed: build/mends.js (${name}) no longer finds "${from}".`);
        }
        code = code.replaceAll(from, to);
      }
      return { code, map: null };
    },
  };
}
