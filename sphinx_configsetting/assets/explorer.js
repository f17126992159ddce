/* The explorer: rows of the page as they are, or the best of them in a list of their own.

   The page has, as sphinx_configsetting.listings.explorer_html writes it:
     div.configsetting-explorer [.configsetting-railed where there are facets]
       div.configsetting-bar[role=search] > input.configsetting-search + div.configsetting-line > p.configsetting-status
       div.configsetting-columns > div.configsetting-rail + div.configsetting-main > ol.configsetting-rows
         li.configsetting-group: the head of the rows after it
         li.configsetting-row#setting-ID
           p.configsetting-title > a, p.configsetting-badges > span.configsetting-badge[data-field]
           dl.configsetting-names > div > dt + dd > code[data-field]
           p.configsetting-text: plain, two lines of it until the row is open
           details.configsetting-more > summary + div.configsetting-body + dl.configsetting-facts
       script.configsetting-data (JSON): words by key (explorer_words), facets (field, label, kind, values, and for
         each row the numbers of its values: one, a list, or null), also (names not shown, by row), forms (by field,
         pairs of label and template), search (address of the site's search, or '')
   The address: ?find=QUERY, a parameter a facet ('' is no value, '*' any), #setting-ID for an open row. */
'use strict';

var configsetting = configsetting || {};

configsetting.explorer = (() => {
  const { make, all, data, mark, pattern } = configsetting.dom;
  const { add, listen } = configsetting.copying;
  const AHEAD = '400px'; // how far from the window rows get their buttons

  /**
   * @param {Element} row
   * @param {string} name
   */
  const text = (row, name) => row.querySelector(`.configsetting-${name}`)?.textContent ?? '';

  class Rows {
    /**
     * @param {HTMLElement} root
     * @param {Data} said
     */
    constructor(root, said) {
      this.root = root;
      this.said = said;
      this.list = all(root, '.configsetting-rows')[0];
      this.rows = /** @type {HTMLElement[]} */ ([...this.list.children].filter((row) => row.matches('.configsetting-row')));
      this.size = this.rows.length;
      this.results = make('ol', { class: 'results' });
      this.results.hidden = true;
      /** @type {(Element | null)[] | undefined} */
      this.heads = undefined;
      this.list.before(this.results);
      const seen = new IntersectionObserver((entries) => this.finish(entries, seen), { rootMargin: AHEAD });
      for (const row of this.rows) seen.observe(row);
      this.listen();
    }

    /**
     * @param {IntersectionObserverEntry[]} entries
     * @param {IntersectionObserver} observer
     */
    finish(entries, observer) {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        this.decorate(target);
      }
    }

    /** @param {Element} row */
    decorate(row) {
      const codes = all(row, '.configsetting-names code');
      if (row.querySelector('.configsetting-tools') || !codes.length) return;
      const value = row.querySelector('[data-field=default] code')?.textContent ?? '';
      add(codes, this.said.words, this.said.forms, () => value);
    }

    listen() {
      const { root } = this;
      listen(root, this.said.words);
      const toggled = (/** @type {Event} */ { target }) => {
        if (!(target instanceof HTMLDetailsElement) || !target.matches('.configsetting-more')) return;
        const row = /** @type {HTMLElement} */ (target.closest('.configsetting-row'));
        const hash = `#${row.dataset.id ?? row.id}`;
        if (target.open && location.hash !== hash) history.replaceState(history.state, '', hash);
      };
      root.addEventListener('toggle', toggled, true);
      root.addEventListener('click', ({ target }) => {
        if (!(target instanceof Element) || target.closest('a, button, summary, details, code') || String(getSelection())) return;
        target.closest('.configsetting-row')?.querySelector('details.configsetting-more')?.toggleAttribute('open');
      });
    }

    /** @param {number} n */
    entry(n) {
      const row = this.rows[n];
      const names = all(row, '.configsetting-names code').map((code) => code.textContent ?? '');
      return {
        title: text(row, 'title'),
        names: [...names, ...(this.said.also[n] ?? [])],
        path: this.head(n)?.textContent ?? '',
        facts: `${text(row, 'badges')} ${text(row, 'facts')}`,
        text: `${text(row, 'text')} ${text(row, 'body')}`,
      };
    }

    /**
     * @param {number[] | null} rows
     * @param {string[]} words
     * @param {number} [from]
     */
    show(rows, words, from = 0) {
      this.list.hidden = Boolean(rows);
      this.results.hidden = !rows;
      const names = pattern(words, false);
      const prose = pattern(words, true);
      const shown = rows ?? [];
      const copies = shown.slice(from).flatMap((n, place) => this.copyOf(n, shown[from + place - 1], names, prose));
      if (from) this.results.append(...copies);
      else this.results.replaceChildren(...copies);
    }

    /**
     * @param {number} n
     * @param {number | undefined} before
     * @param {RegExp | null} names
     * @param {RegExp | null} prose
     */
    copyOf(n, before, names, prose) {
      const copy = /** @type {HTMLElement} */ (this.rows[n].cloneNode(true));
      copy.dataset.id = copy.id;
      copy.removeAttribute('id');
      this.decorate(copy);
      for (const element of all(copy, '.configsetting-title, .configsetting-names code')) mark(element, names);
      for (const element of all(copy, '.configsetting-text')) mark(element, prose);
      const head = this.head(n);
      return head && (before === undefined || this.head(before) !== head) ? [head.cloneNode(true), copy] : [copy];
    }

    /**
     * Return the head of the group of a row.
     * @param {number} n
     */
    head(n) {
      if (!this.heads) {
        this.heads = [];
        let head = null;
        for (const element of this.list.children) {
          if (element.matches('.configsetting-row')) this.heads.push(head);
          else head = element;
        }
      }
      return this.heads[n];
    }
  }

  /**
   * Open the row that the address names, and show it.
   * @param {InstanceType<typeof configsetting.finder.Finder>} finder
   */
  const open = (finder) => {
    const id = decodeURIComponent(location.hash.slice(1));
    const row = id.startsWith('setting-') ? document.getElementById(id) : null;
    if (!row?.matches('.configsetting-row')) return;
    if (row.closest('[hidden]')) finder.clear();
    row.querySelector('details.configsetting-more')?.setAttribute('open', '');
    // After the height of the bar is known.
    requestAnimationFrame(() => requestAnimationFrame(() => row.scrollIntoView()));
  };

  /**
   * @param {HTMLElement} root
   * @param {number} number
   */
  const start = (root, number) => {
    const said = data(root, '.configsetting-data');
    const finder = new configsetting.finder.Finder(new Rows(root, said), said, number);
    open(finder);
    addEventListener('hashchange', () => open(finder));
    return finder;
  };

  return { start };
})();
