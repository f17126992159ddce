/* Keys in a list of settings, and "/" from anywhere on the page. */
'use strict';

var configsetting = configsetting || {};

configsetting.keys = (() => {
  const ROW = '.configsetting-row, tbody > tr';

  /**
   * Return the row before or after a row.
   * @param {Element} row
   * @param {'nextNode' | 'previousNode'} way
   * @param {HTMLElement} list
   */
  const beside = (row, way, list) => {
    const walker = document.createTreeWalker(list, NodeFilter.SHOW_ELEMENT, (node) =>
      /** @type {Element} */ (node).matches(ROW) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP,
    );
    walker.currentNode = row;
    const found = /** @type {Element | null} */ (walker[way]());
    return found?.closest('[hidden]') ? null : found;
  };

  /**
   * Move between the rows of a list: ↓ ↑, Escape to the box, c copies, → ← open and close.
   * @param {KeyboardEvent} event
   * @param {HTMLElement} target
   * @param {HTMLInputElement} box
   * @param {HTMLElement} list
   */
  const travel = (event, target, box, list) => {
    const { key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = list.contains(target) ? target.closest(ROW) : null;
    if (!row && target !== box) return;
    /** @type {HTMLElement | null | undefined} */
    let next;
    if (key === 'ArrowDown') next = link(row ? beside(row, 'nextNode', list) : first(list));
    else if (!row) return;
    else if (key === 'ArrowUp') next = link(beside(row, 'previousNode', list)) ?? box;
    else if (key === 'Escape') next = box;
    else if (key === 'c') /** @type {HTMLElement | null} */ (row.querySelector('.configsetting-copy'))?.click();
    else if (key === 'ArrowRight' || key === 'ArrowLeft') configsetting.dom.unfold(row.querySelector('.configsetting-more'), key === 'ArrowRight');
    else return;
    event.preventDefault();
    next?.focus();
  };

  /** @param {Element} list */
  const first = (list) => list.querySelector(`:is(${ROW}):not([hidden] *)`);

  /** @param {Element | null} row */
  const link = (row) => /** @type {HTMLElement | null} */ (row?.querySelector('a, button') ?? null);

  /**
   * Call something when "/" is pressed outside of fields, unless the site switches off such keys.
   * @param {() => boolean} act - returns whether it did anything
   */
  const slash = (act) => {
    const pressed = (/** @type {KeyboardEvent} */ event) => {
      const { target } = event;
      if (event.key !== '/' || event.altKey || event.ctrlKey || event.metaKey) return;
      if (target instanceof HTMLElement && (target.isContentEditable || target.closest('input:not([type=checkbox]), textarea, select'))) return;
      // A constant of Sphinx's script, not a property of the window.
      if (typeof DOCUMENTATION_OPTIONS !== 'undefined' && DOCUMENTATION_OPTIONS.ENABLE_SEARCH_SHORTCUTS === false) return;
      if (!act()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener('keydown', pressed, true);
  };

  return { travel, slash };
})();
