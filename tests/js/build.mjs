/* Make the files that pages load from the scripts: joined and minified, so that they weigh little.

   node build.mjs          writes them
   node build.mjs --check  fails where a file is not what the scripts make */
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { minify } from 'terser';

const ASSETS = new URL('../../sphinx_configsetting/assets/', import.meta.url);
const STATIC = new URL('../../sphinx_configsetting/static/', import.meta.url);
const BASE = ['dom.js', 'copy.js', 'keys.js', 'page.js'];
const SEARCH = ['words.js', 'search.js'];
const FINDER = [...BASE, ...SEARCH, 'facets.js', 'finder.js'];
const EXPLORER = [...FINDER, 'whole.js', 'explorer.js'];
const STYLE = ['base.css', 'setting.css'];
const ROWS = [...STYLE, 'finder.css', 'rows.css'];
// Joined, they weigh a fifth less than one by one. A page loads one of the first four; one with a search box has no palette.
const FILES = {
  'configsetting.js': BASE,
  'configsetting-listing.js': [...FINDER, 'listing.js'],
  'configsetting-explorer.js': EXPLORER,
  'configsetting-explorer-listing.js': [...EXPLORER, 'listing.js'],
  'configsetting-palette.js': [...SEARCH, 'palette.js'],
  'configsetting.css': STYLE,
  'configsetting-listing.css': [...STYLE, 'finder.css', 'listing.css'],
  'configsetting-explorer.css': ROWS,
  'configsetting-explorer-listing.css': [...ROWS, 'listing.css'],
  'configsetting-index.css': ['index.css'],
  'configsetting-palette.css': ['finder.css', 'rows.css', 'palette.css'],
};

const read = (/** @type {URL} */ url) => readFileSync(url, 'utf8');

/** @param {string[]} parts */
const script = async (parts) => {
  const texts = parts.map((name) => read(new URL(name, ASSETS)));
  const { code } = await minify(texts.join('\n'), { ecma: 2020, compress: { passes: 3 }, format: { comments: false } });
  return `${code}\n`;
};

/** @param {string[]} parts */
const style = (parts) => {
  const text = parts.map((name) => read(new URL(name, ASSETS))).join('\n');
  return transformSync(text, { minify: true, loader: 'css', charset: 'utf8' }).code;
};

let stale = false;
for (const [name, parts] of Object.entries(FILES)) {
  const head = '/* sphinx_configsetting: made from sphinx_configsetting/assets by tests/js/build.mjs. */\n';
  const made = head + (name.endsWith('.css') ? style(parts) : await script(parts));
  const url = new URL(name, STATIC);
  if (!process.argv.includes('--check')) writeFileSync(url, made);
  else if (read(url) !== made) {
    console.error(`${name} is not what its scripts make: run \`npm run build\` in tests/js`);
    stale = true;
  }
  console.log(name.padEnd(34), `${gzipSync(made, { level: 9 }).length} bytes gzipped`);
}
process.exitCode = stale ? 1 : 0;
