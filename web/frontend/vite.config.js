import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { mends } from './build/mends.js';
import { suomifiTokens } from './build/suomifi-tokens.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const entries = ['base', 'diagram', 'form', 'studio', 'decision', 'formeditor'];

export default defineConfig({
  root: here('.'),
  base: '/static/dist/',
  publicDir: false,
  plugins: [suomifiTokens(), ...mends],
  resolve: {
    // one copy of each: two preacts or two moddles in one page do not know each other's objects
    dedupe: ['preact', 'diagram-js', 'didi', 'min-dash', 'min-dom'],
  },
  build: {
    outDir: here('../static/dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    // the modelers are what they are: split by entry, so that no other page loads them
    chunkSizeWarningLimit: 2500,
    rolldownOptions: {
      // htmx can evaluate text, which base.js switches off and the page's policy forbids
      checks: { eval: false },
      input: Object.fromEntries(entries.map((name) => [name, here(`src/${name}.js`)])),
    },
  },
});
