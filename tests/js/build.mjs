/* Make the files that pages load from the scripts: joined and minified, so that they weigh little.

   node build.mjs          writes them
   node build.mjs --check  fails where a file is not what the scripts make */
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { strip } from './strip.mjs';

const ASSETS = new URL('../../sphinx_configsetting/assets/', import.meta.url);
const STATIC = new URL('../../sphinx_configsetting/static/', import.meta.url);
// Each part is in one file, so that no page loads it twice.
const FILES = {
  'configsetting.js': ['dom.js', 'copy.js', 'keys.js', 'page.js'],
  'configsetting-search.js': ['vendor/minisearch.js', 'words.js', 'search.js'],
  'configsetting-finder.js': ['facets.js', 'finder.js'],
  'configsetting-explorer.js': ['explorer.js'],
  'configsetting-listing.js': ['listing.js'],
  'configsetting-palette.js': ['palette.js'],
  'configsetting.css': ['base.css', 'setting.css'],
  'configsetting-finder.css': ['finder.css'],
  'configsetting-explorer.css': ['rows.css'],
  'configsetting-listing.css': ['listing.css'],
  'configsetting-palette.css': ['palette.css'],
};

const read = (/** @type {URL} */ url) => readFileSync(url, 'utf8');

/** @param {string} name */
const minified = (name) => {
  const text = read(new URL(name, ASSETS));
  if (name.endsWith('.css')) return transformSync(text, { minify: true, loader: 'css', charset: 'utf8' }).code;
  const vendored = name.startsWith('vendor/');
  const options = { minify: true, target: 'es2022', charset: /** @type {const} */ ('utf8') };
  const { code } = transformSync(vendored ? strip(text) : text, { ...options, ...(vendored ? { mangleProps: /^_/ } : {}) });
  return vendored ? `/*! MiniSearch 7.2.0, copyright Luca Ongaro, MIT License: https://github.com/lucaong/minisearch */\n${code}` : code;
};

let stale = false;
for (const [name, parts] of Object.entries(FILES)) {
  const head = '/* sphinx_configsetting: made from sphinx_configsetting/assets by tests/js/build.mjs. */\n';
  const made = head + parts.map(minified).join('');
  const url = new URL(name, STATIC);
  if (!process.argv.includes('--check')) writeFileSync(url, made);
  else if (read(url) !== made) {
    console.error(`${name} is not what its scripts make: run \`npm run build\` in tests/js`);
    stale = true;
  }
  console.log(name.padEnd(28), `${gzipSync(made, { level: 9 }).length} bytes gzipped`);
}
process.exitCode = stale ? 1 : 0;
