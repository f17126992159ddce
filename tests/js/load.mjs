/* Load the classic scripts of the package as a page does. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const STATIC = new URL('../../sphinx_configsetting/assets/', import.meta.url);

/**
 * Run scripts of the package in the global scope, and return their namespace.
 * @param {...string} names
 * @returns {any}
 */
export const load = (...names) => {
  for (const name of names) {
    const url = new URL(name, STATIC);
    vm.runInThisContext(readFileSync(url, 'utf8'), { filename: fileURLToPath(url) });
  }
  return globalThis.configsetting;
};
