/* Listings with a search box: rows of the page's table, or the best of them in a body of their own.

   div.configsetting-filter > table.configsetting-listing (all rows in one tbody) + script.configsetting-data (JSON):
   words, facets, also, forms, search as of an explorer; columns (the field of each column) and copy (the fields whose
   codes get a button). The address has ?sort=FIELD or ?sort=-FIELD, too. */
'use strict';

var configsetting = configsetting || {};

configsetting.listing = (() => {
  const { make, all, data, mark, pattern } = configsetting.dom;
  const { add } = configsetting.copying;

  /** @typedef {Data & { columns: string[], copy: string[] }} ListingData */

  /**
   * Return the elements of a finder, for pages that do not have them yet.
   * @param {Record<string, string>} words
   */
  const surround = (words) => {
    const attributes = { 'aria-label': words.find, placeholder: words.hint, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' };
    const box = make('input', { type: 'search', class: 'search', 'aria-keyshortcuts': '/', ...attributes });
    const line = make('div', { class: 'line' }, make('p', { class: 'status', role: 'status' }));
    const bar = make('div', { class: 'bar', role: 'search', 'aria-label': words.find }, box, line);
    const main = make('div', { class: 'main' });
    return { main, elements: [bar, make('div', { class: 'columns' }, make('div', { class: 'rail' }), main)] };
  };

  class Table {
    /**
     * @param {HTMLElement} root
     * @param {ListingData} said
     */
    constructor(root, said) {
      this.root = root;
      this.said = said;
      this.sort = '';
      this.table = all(root, 'table')[0];
      this.body = all(this.table, 'tbody')[0];
      this.rows = /** @type {HTMLTableRowElement[]} */ (all(this.body, 'tr'));
      this.size = this.rows.length;
      this.results = make('tbody');
      this.body.after(this.results);
      this.heads = all(this.table, 'thead th');
      /** @type {number[][]} */
      this.places = [];
      this.wrap();
      for (const row of this.rows) this.decorate(row);
    }

    /** The box that a wide table scrolls in, whatever the theme wraps tables in. */
    wrap() {
      const { main, elements } = surround(this.said.words);
      const frame = make('div', { class: 'frame' });
      this.root.prepend(...elements);
      main.append(frame);
      frame.append(this.table);
      const watch = () => {
        const wide = frame.scrollWidth > frame.clientWidth;
        for (const [name, value] of [['tabindex', '0'], ['role', 'region'], ['aria-label', this.said.words.table]]) {
          if (wide) frame.setAttribute(name, value);
          else frame.removeAttribute(name);
        }
      };
      new ResizeObserver(watch).observe(frame);
    }

    /** @param {HTMLTableRowElement} row */
    decorate(row) {
      this.said.columns.forEach((name, column) => {
        if (!this.said.copy.includes(name)) return;
        const codes = all(row.cells[column] ?? row, 'code');
        for (const code of codes) {
          code.dataset.field = name;
          const whole = code.closest('a')?.title;
          if (whole && code.textContent?.endsWith('…')) code.dataset.name = whole; // the column is cut
        }
        add(codes, this.said.words, this.said.forms, () => '');
      });
    }

    /**
     * @param {number} n
     * @param {string} name
     */
    cell(n, name) {
      return this.rows[n].cells[this.said.columns.indexOf(name)];
    }

    /** @param {number} n */
    entry(n) {
      const { columns, copy, also } = this.said;
      const title = columns.includes('displayname') ? 'displayname' : columns[0];
      const texts = (/** @type {string[]} */ names) => names.map((name) => this.cell(n, name)?.textContent ?? '');
      const names = copy.flatMap((name) => all(this.cell(n, name) ?? make('td'), 'code').map((code) => code.dataset.name ?? code.textContent ?? ''));
      const known = new Set([title, 'systemconsole', 'description', ...copy]);
      return {
        title: texts([title])[0].trim(),
        names: [...names, ...(also[n] ?? [])],
        path: texts(columns.includes('systemconsole') ? ['systemconsole'] : [])[0] ?? '',
        facts: texts(columns.filter((name) => !known.has(name))).join(' '),
        text: texts(columns.includes('description') ? ['description'] : [])[0] ?? '',
      };
    }

    /**
     * @param {number[] | null} rows
     * @param {string[]} words
     * @param {number} [from]
     */
    show(rows, words, from = 0) {
      const shown = rows ?? (this.sort ? this.arrange(this.rows.map((_, n) => n)) : null);
      this.body.hidden = Boolean(shown);
      const pick = pattern(words, false);
      const copies = (shown ?? []).slice(from).map((n, place) => {
        const copy = /** @type {HTMLElement} */ (this.rows[n].cloneNode(true));
        for (const element of [copy, ...all(copy, '[id]')]) element.removeAttribute('id');
        copy.classList.toggle('row-odd', (from + place) % 2 === 1);
        copy.classList.toggle('row-even', (from + place) % 2 === 0);
        mark(copy, pick);
        return copy;
      });
      if (from) this.results.append(...copies);
      else this.results.replaceChildren(...copies);
      this.heads.forEach((head, column) => this.markHead(head, column));
    }

    /* ---- Sorting ---- */

    /**
     * @param {HTMLElement} head
     * @param {number} column
     */
    markHead(head, column) {
      const name = this.said.columns[column];
      const order = this.sort === name ? 'ascending' : this.sort === `-${name}` ? 'descending' : '';
      if (order) head.setAttribute('aria-sort', order);
      else head.removeAttribute('aria-sort');
    }

    /** @param {() => void} changed */
    buildHeads(changed) {
      this.heads.forEach((head, column) => {
        const name = this.said.columns[column];
        const button = make('button', { type: 'button', class: 'sort' });
        button.append(...(head.querySelector(':scope > p') ?? head).childNodes);
        head.replaceChildren(button);
        button.addEventListener('click', () => {
          this.sort = this.sort === name ? `-${name}` : this.sort === `-${name}` ? '' : name;
          changed();
        });
      });
    }

    /**
     * Return rows in the order of the sorted column, those without a value last.
     * @param {number[]} rows
     */
    arrange(rows) {
      const down = this.sort.startsWith('-');
      const column = this.said.columns.indexOf(this.sort.replace(/^-/, ''));
      if (column < 0) return rows;
      const texts = this.rows.map((row) => row.cells[column]?.textContent?.trim() ?? '');
      const { compare } = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
      return [...rows].sort((a, b) => {
        if (!texts[a] || !texts[b]) return Number(!texts[a]) - Number(!texts[b]) || a - b;
        return (down ? -1 : 1) * compare(texts[a], texts[b]) || a - b;
      });
    }
  }

  /**
   * @param {HTMLElement} root
   * @param {number} number
   */
  const start = (root, number) => {
    const said = /** @type {ListingData} */ (data(root, '.configsetting-data'));
    const view = new Table(root, said);
    view.buildHeads(() => finder.change('push'));
    const finder = new configsetting.finder.Finder(view, said, number);
    return finder;
  };

  addEventListener('DOMContentLoaded', () => configsetting.finder.start('.configsetting-filter:has(table)', start));

  return { start };
})();
