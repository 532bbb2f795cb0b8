/**
 * suomifi-design-tokens ships TypeScript and SCSS. This turns its colours, shadows and radii into CSS custom
 * properties (`--fi-brand-base`), importable as `virtual:suomifi-tokens.css`.
 */
import tokens from 'suomifi-design-tokens';

const ID = 'virtual:suomifi-tokens.css';
const kebab = (name) => name.replace(/([A-Z]|\d+)/g, (part) => `-${part.toLowerCase()}`);

export function suomifiTokens() {
  const { colors, shadows, radiuses } = tokens.suomifiDesignTokens;
  const lines = [
    ...Object.entries(colors).map(([name, value]) => `--fi-${kebab(name)}: ${value};`),
    ...Object.entries(shadows).map(([name, value]) => `--fi-${kebab(name)}: ${value};`),
    ...Object.entries(radiuses).map(([name, value]) => `--fi-radius-${kebab(name)}: ${value};`),
  ];
  return {
    name: 'polku:suomifi-tokens',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load: (id) => (id === `\0${ID}` ? `:root {\n  ${lines.join('\n  ')}\n}\n` : null),
  };
}
