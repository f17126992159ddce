/* Facets: values that readers choose, how many settings each would leave, and the rail of them. */
'use strict';

var configsetting = configsetting || {};

/**
 * @typedef {{ field: string, label: string, kind: 'choices' | 'tree' | 'flag', values: string[], rows: (number | number[] | null)[] }} FacetData
 */

configsetting.facets = (() => {
  const { make, button, folded, unfold, fill } = configsetting.dom;
  const SHOWN = 8; // values before "Show all"
  const NONE = '';
  const ANY = '*';

  class Facet {
    /** @param {FacetData} data */
    constructor(data) {
      this.name = data.field;
      this.label = data.label;
      this.tree = data.kind === 'tree';
      this.flag = data.kind === 'flag';
      const { values } = data;
      const number = new Map(values.map((value, n) => [value, n]));
      // Above each value of a tree are those that it continues.
      this.above = values.map((value) => {
        const parts = this.tree ? value.split(' > ') : [value];
        return parts.map((_, n) => /** @type {number} */ (number.get(parts.slice(0, n + 1).join(' > '))));
      });
      const bare = !this.flag && data.rows.includes(null);
      this.any = values.length + 1;
      /** What can be chosen: the values, then none and any where some rows have no value. */
      this.values = bare ? [...values, NONE, ...(values.length > 1 ? [ANY] : [])] : values;
      const single = values.map((_, n) => this.valuesOf(n, bare));
      this.rows = data.rows.map((row) => (typeof row === 'number' ? single[row] : this.valuesOf(row, bare)));
      /** @type {Set<number>} */
      this.chosen = new Set();
      /** @type {number[]} */
      this.counts = [];
      /** @type {Map<number, { box: HTMLInputElement, count: HTMLElement, item: HTMLElement }>} */
      this.shown = new Map();
    }

    /**
     * @param {number | number[] | null} row
     * @param {boolean} bare
     */
    valuesOf(row, bare) {
      if (row === null) return bare ? [this.any - 1] : [];
      const own = [...new Set([row].flat().flatMap((n) => this.above[n]))];
      return this.any < this.values.length ? [...own, this.any] : own;
    }

    /** @param {number} row */
    keeps(row) {
      return !this.chosen.size || this.rows[row].some((value) => this.chosen.has(value));
    }

    /**
     * @param {number} n
     * @param {Record<string, string>} words
     */
    text(n, words) {
      const value = this.values[n];
      if (this.flag) return this.label;
      if (n >= this.above.length) return value === NONE ? words.none : words.any;
      return this.tree ? value.replaceAll(' > ', ' › ') : value;
    }

    /** @param {string[]} values */
    choose(values) {
      this.chosen = new Set(values.map((value) => this.values.indexOf(value)).filter((n) => n >= 0));
    }

    get choices() {
      return [...this.chosen].map((n) => this.values[n]);
    }
  }

  /**
   * Return the rows that all facets keep; count what each value would leave, given the others.
   * @param {Facet[]} facets
   * @param {number[]} rows
   */
  const narrow = (facets, rows) => {
    for (const facet of facets) facet.counts = facet.values.map(() => 0);
    return rows.filter((row) => {
      const failed = facets.filter((facet) => !facet.keeps(row));
      const counted = failed.length ? failed : facets;
      if (failed.length < 2) for (const facet of counted) for (const value of facet.rows[row]) facet.counts[value]++;
      return !failed.length;
    });
  };

  /**
   * Return the elements of facets; flags share one.
   * @param {Facet[]} facets
   * @param {Record<string, string>} words
   * @param {() => void} change
   */
  const buildAll = (facets, words, change) => {
    const flags = facets.filter(({ flag }) => flag);
    const list = make('ul', {}, ...flags.map((flag) => choice(flag, 0, words, change)));
    const others = facets.filter(({ flag }) => !flag).map((facet) => build(facet, words, change));
    return flags.length ? [...others, make('fieldset', { class: 'facet' }, make('legend', {}, words.flags), list)] : others;
  };

  /**
   * Return the element of a facet.
   * @param {Facet} facet
   * @param {Record<string, string>} words
   * @param {() => void} change
   */
  const build = (facet, words, change) => {
    const list = make('ul');
    /** @type {HTMLElement[]} */
    const lists = [];
    facet.values.forEach((_, n) => {
      const depth = n < facet.above.length ? facet.above[n].length - 1 : 0;
      const parent = depth ? below(facet, facet.above[n][depth - 1], words, lists) : list;
      parent.append(choice(facet, n, words, change));
    });
    const box = make('fieldset', { class: 'facet' }, make('legend', {}, facet.label), list);
    const hidden = [...list.children].slice(SHOWN);
    if (hidden.length > 2) {
      const show = (/** @type {boolean} */ on) => hidden.forEach((item) => item.classList.toggle('configsetting-later', !on));
      const more = button(fill(words.values, { number: list.children.length }), 'link', () => {
        show(true);
        more.remove();
        hidden[0].querySelector('input')?.focus();
      });
      show(false);
      box.append(more);
    }
    return box;
  };

  /**
   * Return the list of what is below a value, made at its first use.
   * @param {Facet} facet
   * @param {number} n
   * @param {Record<string, string>} words
   * @param {HTMLElement[]} lists
   */
  const below = (facet, n, words, lists) => {
    if (lists[n]) return lists[n];
    const list = (lists[n] = make('ul'));
    const box = folded('expand', {}, fill(words.expand, { text: facet.text(n, words) }));
    box.append(list);
    list.addEventListener('configsetting-open', () => unfold(box, true));
    facet.shown.get(n)?.item.append(box);
    return list;
  };

  /**
   * @param {Facet} facet
   * @param {number} n
   * @param {Record<string, string>} words
   * @param {() => void} change
   */
  const choice = (facet, n, words, change) => {
    const text = facet.text(n, words);
    const box = make('input', { type: 'checkbox', value: facet.values[n] });
    const count = make('span', { class: 'count' });
    const last = facet.tree ? (text.split(' › ').at(-1) ?? '') : text;
    const item = make('li', n < facet.above.length ? {} : { class: 'other' }, make('label', {}, box, make('span', {}, last), count));
    facet.shown.set(n, { box, count, item });
    box.addEventListener('change', () => {
      facet.chosen[box.checked ? 'add' : 'delete'](n);
      change();
    });
    return item;
  };

  /**
   * Show what is chosen and the counts.
   * @param {Facet} facet
   */
  const show = (facet) => {
    for (const [n, { box, count, item }] of facet.shown) {
      box.checked = facet.chosen.has(n);
      const text = String(facet.counts[n] ?? '');
      if (count.textContent !== text) count.textContent = text;
      if (box.checked) item.parentElement?.dispatchEvent(new Event('configsetting-open', { bubbles: true }));
    }
  };

  return { Facet, narrow, buildAll, show };
})();
