/* A whole setting, with its markup, taken from its own page when a row opens. */
'use strict';

var configsetting = configsetting || {};

configsetting.whole = (() => {
  const { all } = configsetting.dom;
  const ADDRESSES = ['href', 'src'];
  const NAMES = ['id', 'for', 'name', 'aria-labelledby', 'aria-controls'];

  /** @type {Record<string, Promise<Document | null>>} */
  const pages = {};
  let taken = 0;

  /** @param {string} address */
  const read = async (address) => {
    try {
      const answer = await fetch(address);
      return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
    } catch {
      return null; // offline
    }
  };

  /**
   * Return the section that begins at an anchor, or has it.
   * @param {Element | null} target
   */
  const section = (target) => {
    let next = target;
    while (next?.matches('span')) next = next.nextElementSibling;
    return next?.matches('section') ? next : target?.closest('section');
  };

  /**
   * Return the elements of a setting: of its description, or of its section without those below it.
   * @param {Element | null} target
   */
  const content = (target) => {
    const description = target?.closest('dt')?.nextElementSibling;
    const from = description ?? section(target);
    const parts = from ? [.../** @type {Element} */ (document.importNode(from, true)).children] : [];
    return parts.filter((part) => description || !part.matches('h1, h2, h3, h4, h5, h6, section, dl.setting, span'));
  };

  /**
   * Return an element that works on this page: addresses seen from its own, and names that are not yet taken.
   * @param {Element} part
   * @param {string} page
   */
  const adapt = (part, page) => {
    for (const element of [part, ...all(part, '*')]) {
      for (const name of ADDRESSES) {
        const value = element.getAttribute(name);
        if (value !== null) element.setAttribute(name, new URL(value, page).href);
      }
      for (const name of NAMES) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, `configsetting-${taken}-${value}`);
      }
    }
    return part;
  };

  /**
   * Return the elements of the setting at an address; none where scripts may not read its page.
   * @param {string} address
   */
  const of = async (address) => {
    const [page, id] = address.split('#');
    if (page.startsWith('file:')) return [];
    const found = (await (pages[page] ??= read(page)))?.getElementById(decodeURIComponent(id));
    taken++;
    return content(found ?? null).map((part) => adapt(part, page));
  };

  return { of };
})();
