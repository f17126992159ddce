/* Elements, turns of idle time, text marks, the clipboard. */
'use strict';

var configsetting = configsetting || {};

configsetting.dom = (() => {
  const TURN = 8; // ms of work before other work gets its turn

  /**
   * @template {keyof HTMLElementTagNameMap} K
   * @param {K} name
   * @param {Record<string, string>} [attributes] - `class` takes names without our prefix
   * @param {...(Node | string)} children
   */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, key === 'class' ? value.replace(/\S+/g, 'configsetting-$&') : value);
    }
    element.append(...children);
    return element;
  };

  /**
   * @param {string} label
   * @param {string} name - class without our prefix
   * @param {() => void} [press]
   */
  const button = (label, name, press) => {
    const made = make('button', { type: 'button', class: name }, label);
    if (press) made.addEventListener('click', press);
    return made;
  };

  /**
   * Return a box that a button opens. Browsers need several times as long for `details`.
   * @param {string} name - class without our prefix
   * @param {Record<string, string>} attributes - of the box
   * @param {string} label
   */
  const folded = (name, attributes, label) => {
    const toggle = make('button', { type: 'button', class: 'toggle', 'aria-expanded': 'false', 'aria-label': label });
    return make('div', { class: `${name} folded`, ...attributes }, toggle);
  };

  /**
   * Open or close such a box.
   * @param {Element | null | undefined} box
   * @param {boolean} [on]
   */
  const unfold = (box, on) => {
    if (!box || box.hasAttribute('data-open') === on) return;
    box.firstElementChild?.setAttribute('aria-expanded', String(box.toggleAttribute('data-open')));
    box.dispatchEvent(new Event('configsetting-toggle', { bubbles: true }));
  };

  /**
   * @template {HTMLElement} [E=HTMLElement]
   * @param {ParentNode} root
   * @param {string} selector
   * @returns {E[]}
   */
  const all = (root, selector) => [...root.querySelectorAll(/** @type {any} */ (selector))];

  /**
   * Replace `{key}` in a text.
   * @param {string} text
   * @param {Record<string, string | number>} values
   */
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => String(values[key]));

  /**
   * Return the data of a JSON element, or null.
   * @param {ParentNode} root
   * @param {string} selector
   * @returns {any}
   */
  const data = (root, selector) => JSON.parse(root.querySelector(selector)?.textContent ?? 'null');

  const idle = () =>
    new Promise((resolve) => {
      if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve, { timeout: 200 });
      else setTimeout(resolve);
    });

  /**
   * Do something for each number below `count`, in short turns.
   * @param {number} count
   * @param {(n: number) => void} work
   */
  const inTurns = async (count, work) => {
    let start = performance.now();
    for (let n = 0; n < count; n++) {
      if (performance.now() - start > TURN) {
        await idle();
        start = performance.now();
      }
      work(n);
    }
  };

  /**
   * Return a pattern of words as they occur in names: anywhere in a name, at word starts in prose.
   * @param {string[]} words
   * @param {boolean} prose
   */
  const pattern = (words, prose) => {
    const parts = words
      .filter((word) => word.length > 1 || words.length === 1)
      .sort((a, b) => b.length - a.length)
      .map((word) => (prose || word.length < 3 ? '(?<![\\p{L}\\p{N}])' : '') + [...word].join('[\\s_.-]?'));
    return parts.length ? new RegExp(parts.join('|'), 'giu') : null;
  };

  /**
   * Return the text nodes of an element.
   * @param {Element} root
   */
  const texts = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
    return nodes;
  };

  /**
   * Let a name break after its joints, rather than within words.
   * @param {Element} name
   */
  const soften = (name) => {
    for (const node of texts(name)) {
      const parts = node.data.split(/(?<=\w[._])(?=\w)/);
      if (parts[1]) node.replaceWith(...parts.flatMap((part, n) => (n ? [make('wbr'), part] : part)));
    }
  };

  /**
   * Mark words in the text of an element.
   * @param {Element} root
   * @param {RegExp | null} words
   */
  const mark = (root, words) => {
    if (!words) return;
    const joints = all(root, 'wbr');
    const names = new Set(joints.map((joint) => /** @type {Element} */ (joint.closest('code'))));
    for (const joint of joints) joint.remove();
    root.normalize();
    for (const node of texts(root)) {
      const parts = [];
      let last = 0;
      for (const { 0: text, index } of node.data.matchAll(words)) {
        parts.push(node.data.slice(last, index), make('mark', {}, text));
        last = index + text.length;
      }
      if (last) node.replaceWith(...parts, node.data.slice(last));
    }
    names.forEach(soften);
  };

  /**
   * Copy text; where the browser withholds the clipboard, through a selection.
   * @param {string} text
   */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const active = document.activeElement;
      const box = make('textarea', { class: 'hidden' });
      box.value = text;
      document.body.append(box);
      box.select();
      const done = document.execCommand('copy');
      box.remove();
      if (active instanceof HTMLElement) active.focus();
      return done;
    }
  };

  return { make, button, folded, unfold, all, fill, data, idle, inTurns, pattern, soften, mark, copy };
})();
