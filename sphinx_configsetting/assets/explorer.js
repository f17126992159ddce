/* The explorer: rows of the page as they are, or the best of them in a list of their own.

   The page has, as sphinx_configsetting.listings.explorer_html writes it:
     div.configsetting-explorer [.configsetting-railed where there are facets]
       div.configsetting-bar[role=search] > input.configsetting-search + div.configsetting-line > p.configsetting-status
       div.configsetting-columns > div.configsetting-rail + div.configsetting-main > div.configsetting-rows
         p.configsetting-group: the head of the rows after it
         ol.configsetting-part: at most 20 of
           li.configsetting-row#setting-ID
             p.configsetting-title > a, p.configsetting-badges > span.configsetting-badge[data-field]
             p.configsetting-names > code[data-field]
             p.configsetting-text: plain, two lines of it until the row is open
       script.configsetting-data (JSON): words by key (explorer_words), labels (by field), facets (field, label, kind,
         values, and for each row the numbers of its values: one, a list, or null), more (body and facts by field, by
         row), also (names not shown, by row), forms (by field, pairs of label and template), search (address of the
         site's search, or '')
   A row near the window gets labels and buttons of its names, and div.configsetting-more: the plain text above, and
   the whole setting in its place once the row opens.
   The address: ?find=QUERY, a parameter a facet ('' is no value, '*' any), #setting-ID for an open row. */
'use strict';

var configsetting = configsetting || {};

configsetting.explorer = (() => {
  const { make, folded, unfold, all, data, fill, mark, pattern } = configsetting.dom;
  const { add } = configsetting.copying;
  const AHEAD = '400px'; // how far from the window rows get their buttons
  const HEIGHT = 7.5; // em of a row that was never on the screen

  /** @typedef {Data & { labels: Record<string, string>, more: Record<number, [body: string, facts: Record<string, string>]> }} ExplorerData */

  /**
   * @param {Element} row
   * @param {string} name
   */
  const text = (row, name) => row.querySelector(`.configsetting-${name}`)?.textContent ?? '';

  class Rows {
    /**
     * @param {HTMLElement} root
     * @param {ExplorerData} said
     */
    constructor(root, said) {
      this.root = root;
      this.said = said;
      this.list = all(root, '.configsetting-rows')[0];
      this.rows = all(this.list, '.configsetting-row');
      this.size = this.rows.length;
      this.number = new Map(this.rows.map((row, n) => [row, n]));
      this.results = make('ol', { class: 'results' });
      this.results.hidden = true;
      this.covered = 0;
      this.list.before(this.results);
      this.watch();
      this.listen();
    }

    /** Finish the rows that come near the window. */
    watch() {
      const seen = new IntersectionObserver(
        (entries) => {
          for (const { target, isIntersecting } of entries) {
            if (!isIntersecting) continue;
            seen.unobserve(target);
            for (const row of target.children) this.decorate(/** @type {HTMLElement} */ (row));
          }
        },
        { rootMargin: AHEAD },
      );
      for (const part of all(this.list, '.configsetting-part')) {
        part.style.containIntrinsicBlockSize = `auto ${part.children.length * HEIGHT}em`;
        seen.observe(part);
      }
    }

    /**
     * Add to a row what it has besides its text.
     * @param {HTMLElement} row
     * @param {number} [n]
     */
    decorate(row, n = this.number.get(row) ?? 0) {
      if (row.matches('.configsetting-finished')) return;
      row.classList.add('configsetting-finished');
      const names = all(row, '.configsetting-names')[0];
      if (names) this.label(names, row);
      row.append(folded('expand more', { 'data-row': String(n) }, fill(this.said.words.details, { title: text(row, 'title') })));
    }

    /**
     * Give the names of a row their labels and buttons.
     * @param {HTMLElement} names
     * @param {HTMLElement} row
     */
    label(names, row) {
      const codes = all(names, 'code');
      const pairs = codes.map((code) => make('div', {}, make('dt', {}, this.said.labels[code.dataset.field ?? ''] ?? ''), make('dd', {}, code)));
      names.replaceWith(make('dl', { class: 'names' }, ...pairs));
      const value = row.querySelector('[data-field=default] code')?.textContent ?? '';
      add(codes, this.said.words, this.said.forms, () => value);
    }

    listen() {
      const { root } = this;
      const toggled = (/** @type {Event} */ { target }) => {
        if (!(target instanceof HTMLElement) || !target.matches('.configsetting-more')) return;
        const open = target.hasAttribute('data-open');
        const row = /** @type {HTMLElement} */ (target.closest('.configsetting-row'));
        row.classList.toggle('configsetting-open', open);
        const url = new URL(location.href);
        url.hash = row.dataset.id ?? row.id;
        if (!open) return;
        if (url.href !== location.href) history.replaceState(history.state, '', url);
        this.complete(row, target);
      };
      root.addEventListener('configsetting-toggle', toggled);
      root.addEventListener('click', ({ target }) => {
        if (!(target instanceof Element) || target.closest('a, button, code, .configsetting-more') || String(getSelection())) return;
        unfold(target.closest('.configsetting-row')?.querySelector('.configsetting-more'));
      });
    }

    /**
     * Show the whole setting in an open row. Until it is there, or where it can't be, it is plain text.
     * @param {HTMLElement} row
     * @param {HTMLElement} more
     */
    async complete(row, more) {
      if (more.childElementCount < 2) {
        const [body, facts] = this.said.more[Number(more.dataset.row)] ?? ['', {}];
        const listed = Object.entries(facts).flatMap(([field, value]) => [make('dt', {}, this.said.labels[field] ?? field), make('dd', {}, value)]);
        if (body) more.append(make('div', { class: 'body' }, make('p', {}, body)));
        if (listed.length) more.append(make('dl', { class: 'facts' }, ...listed));
      }
      const link = /** @type {HTMLAnchorElement} */ (row.querySelector('.configsetting-title a'));
      const parts = row.matches('.configsetting-whole') ? [] : await configsetting.whole.of(link.href);
      if (!parts.length) return;
      const body = make('div', { class: 'body' });
      body.append(...parts);
      more.replaceChildren(/** @type {Element} */ (more.firstChild), body);
      row.classList.add('configsetting-whole');
      const said = (/** @type {Element} */ code) => body.textContent?.includes(code.textContent ?? '') ?? false;
      row.classList.toggle('configsetting-said', all(row, ':scope > .configsetting-names code').every(said));
      configsetting.page.addButtons(body, '.configsetting-tools');
    }

    /** @param {number} n */
    entry(n) {
      const row = this.rows[n];
      const names = all(row, '.configsetting-names code').map((code) => code.textContent ?? '');
      const [body, facts] = this.said.more[n] ?? ['', {}];
      return {
        title: text(row, 'title'),
        names: [...names, ...(this.said.also[n] ?? [])],
        path: this.head(n)?.textContent ?? '',
        facts: [text(row, 'badges'), ...Object.values(facts)].join(' '),
        text: `${text(row, 'text')} ${body}`,
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
      const row = this.rows[n];
      const copy = /** @type {HTMLElement} */ (row.cloneNode(true));
      copy.dataset.id = row.id;
      copy.removeAttribute('id');
      this.decorate(copy, n);
      for (const element of all(copy, '.configsetting-title, .configsetting-names code')) mark(element, names);
      for (const element of all(copy, '.configsetting-text')) mark(element, prose);
      const head = this.head(n);
      if (!head || (before !== undefined && this.head(before) === head)) return [copy];
      const title = make('li', { class: 'group' }, head.textContent ?? '');
      title.style.insetBlockStart = `${this.covered}px`;
      return [title, copy];
    }

    /**
     * Return the head of the group of a row.
     * @param {number} n
     */
    head(n) {
      let element = this.rows[n].parentElement?.previousElementSibling ?? null;
      while (element?.matches('.configsetting-part')) element = element.previousElementSibling;
      return element;
    }

    /**
     * Keep heads below what covers the window's top.
     * @param {number} px
     */
    place(px) {
      this.covered = px;
      for (const head of all(this.root, '.configsetting-group')) head.style.insetBlockStart = `${px}px`;
    }

    /**
     * Return the row with an id where it is shown, ready to be opened.
     * @param {string} id
     */
    rowOf(id) {
      const row = this.rows.find((one) => one.id === id);
      if (!row || !this.list.hidden) {
        if (row) this.decorate(row);
        return row;
      }
      return all(this.results, '.configsetting-row').find((one) => one.dataset.id === id);
    }
  }

  /**
   * Open the row that the address names, and show it.
   * @param {InstanceType<typeof configsetting.finder.Finder>} finder
   * @param {Rows} view
   */
  const open = (finder, view) => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!view.rows.some((row) => row.id === id)) return;
    if (!view.rowOf(id)) finder.clear('replace');
    const row = view.rowOf(id);
    if (!row) return;
    unfold(row.querySelector('.configsetting-more'), true);
    // After the height of the bar is known.
    requestAnimationFrame(() => requestAnimationFrame(() => row.scrollIntoView()));
  };

  /**
   * @param {HTMLElement} root
   * @param {number} number
   */
  const start = (root, number) => {
    const said = data(root, '.configsetting-data');
    const view = new Rows(root, said);
    const finder = new configsetting.finder.Finder(view, said, number);
    // What the address looks for is found once all rows are read.
    if (finder.typed) finder.ready.then(() => open(finder, view));
    else open(finder, view);
    addEventListener('hashchange', () => open(finder, view));
    return finder;
  };

  addEventListener('DOMContentLoaded', () => configsetting.finder.start('.configsetting-explorer', start));

  return { start };
})();
