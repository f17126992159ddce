/* Finding settings in a listing: a search box, facets, sorting, copying.

   The page holds all rows already. Those of large listings stand between <noscript> tags,
   which a browser with scripting keeps as text: cheap until a row is shown. This script
   reads the text of all rows in short turns, and makes elements of those on view. */
'use strict';

(() => {
  const BATCH = 100; // rows on view before "Show more", which adds as many
  const FIRST = 40; // rows painted at once; the others follow when the browser is idle
  const TURN = 8; // ms of reading before other work gets its turn
  const WORDS = {
    find: 'Find a setting',
    hint: 'A name, or words of it',
    found: '{found} of {all} settings',
    none: 'No setting matches',
    more: 'Show {number} more',
    every: 'Show all',
    clear: 'Clear',
    copy: 'Copy {text}',
    copied: 'Copied {text}',
    table: 'Settings',
  };

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const pause = () =>
    new Promise((resolve) =>
      globalThis.requestIdleCallback
        ? requestIdleCallback(resolve, { timeout: 200 })
        : setTimeout(resolve),
    );

  /* Text of rows: cells apart by \x1f, items of lists by \x1e. */

  const entities = new Map();

  const entity = (written) => {
    if (!entities.has(written)) {
      const text = new DOMParser().parseFromString(written, 'text/html').body.textContent;
      entities.set(written, text);
    }
    return entities.get(written);
  };

  const cellsOf = (text) => {
    const tidy = text.replace(/\s+/g, ' ').replace(/ ?\x1e*([\x1e\x1f]) ?/g, '$1').trimStart();
    return tidy.split('\x1f').slice(0, -1);
  };

  const cellsOfText = (html) => {
    const text = html.replaceAll('</td>', '\x1f').replaceAll('</li>', '\x1e').replace(/<[^>]*>/g, '');
    const plain = text.includes('&') ? text.replace(/&#?\w+;/g, entity) : text;
    return cellsOf(plain);
  };

  const cellsOfRow = (row) => {
    const texts = [...row.cells].map((cell) => {
      const items = [...cell.querySelectorAll('li')];
      return (items.length ? items : [cell]).map((part) => part.textContent).join('\x1e');
    });
    return cellsOf(texts.map((text) => `${text}\x1f`).join(''));
  };

  const tablesOf = ({ textContent }) => textContent.split(/(?<=<\/table>)/).filter((part) => part.includes('<tbody>'));

  const rowsOfText = (html, width) => {
    const body = html.slice(html.indexOf('<tbody>') + 7, html.lastIndexOf('</tbody>'));
    const rows = body.split('</tr>').slice(0, -1).map((text) => ({ html: `${text}</tr>`, cells: cellsOfText(text) }));
    if (rows.length && rows.every(({ cells }) => cells.length === width)) return rows;
    // Not as the extension writes it; something has rewritten the page.
    const page = new DOMParser().parseFromString(html, 'text/html');
    return [...page.querySelectorAll('table.configsetting-listing > tbody > tr')].map(rowOfElement);
  };

  const rowOfElement = (element) => ({ element, cells: cellsOfRow(element) });

  /* Names are compared without case, and identifiers also without what joins their parts. */

  const joined = (text) => text.replace(/[_.-]+/g, '');

  const index = (row, names) => {
    row.text = `\n${[...row.cells, ...names].join('\n').replaceAll('\x1e', '\n').toLowerCase()}\n`;
    row.joined = joined(row.text);
  };

  const parse = (query) => {
    const whole = query.trim().replace(/\s+/g, ' ').toLowerCase();
    return {
      whole: joined(whole),
      words: whole ? whole.split(' ').map((word) => [word, joined(word)]) : [],
    };
  };

  const matches = (row, { words }) =>
    words.every(([word, bare]) => row.text.includes(word) || (bare && row.joined.includes(bare)));

  /* 0: the query is a name; 1: a name begins or ends with it; 2: it is found. */
  const rank = (row, { whole }) => {
    if (!whole || row.joined.includes(`\n${whole}\n`)) return 0;
    return row.joined.includes(`\n${whole}`) || row.joined.includes(`${whole}\n`) ? 1 : 2;
  };

  class Filter {
    constructor(root, number) {
      const data = JSON.parse(root.querySelector('.configsetting-data').textContent);
      this.root = root;
      this.suffix = number ? `.${number + 1}` : '';
      this.words = { ...WORDS, ...data.strings };
      this.columns = data.columns;
      this.names = data.names ?? [];
      this.copied = new Set(data.copy);
      this.table = root.querySelector('table.configsetting-listing');
      this.body = this.table.tBodies[0];
      this.rows = [...this.body.rows].map(rowOfElement);
      this.stored = [...root.querySelectorAll('noscript')].flatMap(tablesOf);
      this.facets = data.facets.map((name) => ({
        name,
        column: data.columns.indexOf(name),
        values: new Map(),
        chosen: new Set(),
      }));
      this.query = '';
      this.sorted = { column: -1, down: false };
      this.orders = [];
      this.limit = BATCH;
      this.build();
      const first = this.rows.slice(0, BATCH);
      first.forEach((row) => this.finish(row));
      this.body.replaceChildren(...first.map(({ element }) => element));
      this.read();
    }

    /* ---- Reading the rows ---- */

    async read() {
      this.rows.forEach((row, number) => this.take(row, number));
      let start = performance.now();
      while (this.stored.length) {
        if (performance.now() - start > TURN) {
          await pause();
          start = performance.now();
        }
        this.readPart();
      }
      this.ready();
    }

    readPart() {
      for (const row of rowsOfText(this.stored.shift(), this.columns.length)) {
        this.take(row, this.rows.length);
        this.rows.push(row);
      }
    }

    take(row, number) {
      row.number = number;
      index(row, this.names[number] ?? []);
      row.values = this.facets.map((facet) => {
        const values = new Set((row.cells[facet.column] ?? '').split('\x1e').filter(Boolean));
        for (const value of values) if (!facet.values.has(value)) facet.values.set(value, {});
        return [...values];
      });
    }

    ready() {
      this.complete = true;
      this.facets.forEach((facet) => this.buildFacet(facet));
      this.restore(this.box.value); // typed while rows were read
      this.update();
      this.root.classList.add('configsetting-ready');
    }

    /* ---- Controls ---- */

    build() {
      const { words } = this;
      this.box = make('input', {
        type: 'search',
        class: 'configsetting-search',
        placeholder: words.hint,
        autocomplete: 'off',
        autocapitalize: 'none',
        spellcheck: 'false',
        'aria-keyshortcuts': '/',
      });
      this.status = make('p', { class: 'configsetting-status', role: 'status', 'aria-live': 'polite' });
      this.clearing = make('button', { type: 'button', class: 'configsetting-clear' }, words.clear);
      this.clearing.hidden = true;
      this.groups = make('div', { class: 'configsetting-facets' });
      const label = make('label', { class: 'configsetting-find' }, make('span', {}, words.find), this.box);
      const line = make('div', { class: 'configsetting-line' }, this.status, this.clearing);
      this.controls = make('div', { class: 'configsetting-controls', role: 'search', 'aria-label': words.find }, label, this.groups, line);
      this.more = make('button', { type: 'button' });
      this.every = make('button', { type: 'button' }, words.every);
      this.rest = make('div', { class: 'configsetting-rest' }, this.more, this.every);
      this.rest.hidden = true;
      this.buildHeads();
      this.root.prepend(this.controls);
      this.wrap();
      this.listen();
    }

    /* The box that a wide table scrolls in, whatever the theme wraps tables in. */
    wrap() {
      this.frame = make('div', { class: 'configsetting-frame' });
      this.table.before(this.frame);
      this.frame.append(this.table);
      this.frame.after(this.rest);
      let width = 0;
      const watch = () => {
        if (width !== this.frame.clientWidth) this.thaw();
        width = this.frame.clientWidth;
        const wide = this.frame.scrollWidth > this.frame.clientWidth;
        if (wide === this.frame.hasAttribute('tabindex')) return;
        const attributes = { tabindex: '0', role: 'region', 'aria-label': this.words.table };
        for (const [name, value] of Object.entries(attributes)) {
          if (wide) this.frame.setAttribute(name, value);
          else this.frame.removeAttribute(name);
        }
      };
      new ResizeObserver(watch).observe(this.frame);
    }

    /* Columns keep their widths while rows come and go: calmer, and quicker to lay out. */
    freeze() {
      if (this.frozen) return;
      this.frozen = true;
      const widths = this.heads.map((head) => head.getBoundingClientRect().width);
      this.heads.forEach((head, n) => (head.style.width = `${widths[n]}px`));
      this.table.style.tableLayout = 'fixed';
    }

    thaw() {
      this.frozen = false;
      for (const { style } of [...this.heads, this.table]) style.width = style.tableLayout = '';
    }

    buildHeads() {
      this.heads = [...this.table.tHead.rows[0].cells];
      this.heads.forEach((head, column) => {
        const button = make('button', { type: 'button', class: 'configsetting-sort' });
        button.append(...(head.querySelector(':scope > p') ?? head).childNodes);
        head.replaceChildren(button);
        button.addEventListener('click', () => this.sort(column));
      });
    }

    buildFacet(facet) {
      const { compare } = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
      const label = this.heads[facet.column]?.textContent ?? facet.name;
      const list = make('fieldset', {}, make('legend', {}, label));
      facet.mark = make('span', { class: 'configsetting-mark' });
      for (const value of [...facet.values.keys()].sort(compare)) {
        const choice = facet.values.get(value);
        choice.box = make('input', { type: 'checkbox', value });
        choice.shown = make('span', { class: 'configsetting-count' });
        choice.label = make('label', {}, choice.box, make('span', {}, value), choice.shown);
        list.append(choice.label);
      }
      list.addEventListener('change', ({ target }) => {
        facet.chosen[target.checked ? 'add' : 'delete'](target.value);
        this.change();
      });
      const details = make('details', { class: 'configsetting-choices' }, make('summary', {}, label, facet.mark), list);
      if (facet.values.size) this.groups.append(details);
    }

    listen() {
      this.box.addEventListener('input', () => {
        // What is typed within one frame is looked for once.
        cancelAnimationFrame(this.frameAsked);
        this.frameAsked = requestAnimationFrame(() => {
          this.query = this.box.value;
          this.change();
        });
      });
      this.root.addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && this.isActive) {
          event.preventDefault();
          this.clear();
        }
      });
      this.clearing.addEventListener('click', () => this.clear());
      this.more.addEventListener('click', () => this.show(this.limit + BATCH));
      this.every.addEventListener('click', () => this.show(Infinity));
      this.body.addEventListener('click', ({ target }) => {
        const button = target.closest?.('button.configsetting-copy');
        if (button) this.copy(button);
      });
      addEventListener('beforeprint', () => this.print());
      addEventListener('afterprint', () => this.render());
      addEventListener('popstate', () => {
        this.restore();
        this.update();
      });
    }

    /* ---- What the reader asks for ---- */

    get isActive() {
      return Boolean(this.box.value || this.facets.some(({ chosen }) => chosen.size));
    }

    change() {
      this.freeze();
      this.limit = BATCH;
      this.keep();
      this.update();
    }

    clear() {
      this.query = this.box.value = '';
      for (const facet of this.facets) this.choose(facet, []);
      this.change();
      this.box.focus();
    }

    choose(facet, values) {
      facet.chosen = new Set(values.filter((value) => facet.values.has(value)));
      for (const [value, { box }] of facet.values) box.checked = facet.chosen.has(value);
    }

    sort(column) {
      const same = this.sorted.column === column;
      this.sorted = same && this.sorted.down ? { column: -1, down: false } : { column, down: same };
      this.change();
    }

    show(limit) {
      const before = this.limit;
      this.limit = limit;
      this.render();
      this.add(limit);
      const row = this.body.rows[before];
      (row?.querySelector('a, button') ?? this.box).focus();
    }

    /* ---- The address of a view ---- */

    /* A field may be called as one of the two other parameters. */
    parameter(name) {
      return (['q', 'sort'].includes(name) ? `field.${name}` : name) + this.suffix;
    }

    keep() {
      const url = new URL(location);
      const keep = (key, values) => {
        url.searchParams.delete(key);
        for (const value of values) url.searchParams.append(key, value);
      };
      const { column, down } = this.sorted;
      keep(`q${this.suffix}`, this.query.trim() ? [this.query.trim()] : []);
      keep(`sort${this.suffix}`, column < 0 ? [] : [(down ? '-' : '') + this.columns[column]]);
      for (const { name, chosen } of this.facets) keep(this.parameter(name), chosen);
      // Browsers refuse more than some hundred changes of the address within seconds.
      clearTimeout(this.keeping);
      this.keeping = setTimeout(() => history.replaceState(history.state, '', url), 150);
    }

    restore(typed = '') {
      const { searchParams } = new URL(location);
      const sort = searchParams.get(`sort${this.suffix}`) ?? '';
      this.query = this.box.value = typed || (searchParams.get(`q${this.suffix}`) ?? '');
      this.sorted = { column: this.columns.indexOf(sort.replace(/^-/, '')), down: sort.startsWith('-') };
      for (const facet of this.facets) this.choose(facet, searchParams.getAll(this.parameter(facet.name)));
    }

    /* ---- Finding ---- */

    update() {
      if (!this.complete) return; // `ready` comes back to it
      const asked = parse(this.query);
      const matching = this.matching(asked);
      this.found = this.narrow(matching);
      this.order(asked);
      this.render();
      this.tell();
    }

    /* What matches a longer query is among what matched the shorter one. */
    matching(asked) {
      const { last } = this;
      const source = last && this.query.startsWith(last.query) ? last.rows : this.rows;
      const rows = asked.words.length ? source.filter((row) => matches(row, asked)) : this.rows;
      this.last = { query: this.query, rows };
      return rows;
    }

    /* Counts of a facet tell what choosing a value would leave, given all other facets. */
    narrow(rows) {
      const { facets } = this;
      for (const { values } of facets) for (const choice of values.values()) choice.count = 0;
      return rows.filter((row) => {
        const failed = [];
        facets.forEach(({ chosen }, n) => {
          if (chosen.size && !row.values[n].some((value) => chosen.has(value))) failed.push(n);
        });
        facets.forEach(({ values }, n) => {
          if (failed.every((other) => other === n)) {
            for (const value of row.values[n]) values.get(value).count += 1;
          }
        });
        return !failed.length;
      });
    }

    order(asked) {
      const { column, down } = this.sorted;
      if (column >= 0) {
        const order = this.orderOf(column);
        const sign = down ? -1 : 1;
        const [filled, empty] = [true, false].map((kept) => this.found.filter(({ cells }) => Boolean(cells[column]) === kept));
        this.found = [...filled.sort((a, b) => sign * (order[a.number] - order[b.number])), ...empty];
      } else if (asked.whole) {
        const ranked = [[], [], []];
        for (const row of this.found) ranked[rank(row, asked)].push(row);
        this.found = ranked.flat();
      }
    }

    orderOf(column) {
      if (!this.orders[column]) {
        const { compare } = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
        const values = [...new Set(this.rows.map(({ cells }) => cells[column]))].sort(compare);
        const place = new Map(values.map((value, n) => [value, n]));
        this.orders[column] = this.rows.map(({ cells }) => place.get(cells[column]));
      }
      return this.orders[column];
    }

    /* ---- Showing ---- */

    render(limit = this.limit) {
      if (!this.isShown(this.found.slice(0, limit))) {
        this.body.replaceChildren();
        this.add(Math.min(limit, FIRST));
      }
      this.grow(limit);
      this.heads.forEach((head, column) => this.markHead(head, column));
      const rest = this.found.length - limit;
      this.rest.hidden = rest <= 0;
      this.more.textContent = fill(this.words.more, { number: Math.min(rest, BATCH) });
    }

    isShown(rows) {
      const { children } = this.body;
      return rows.length === children.length && rows.every(({ element }, n) => element === children[n]);
    }

    /* Add the other rows when the browser is idle, unless something else is asked for by then. */
    async grow(limit) {
      const turn = (this.turn = {});
      await pause();
      if (turn === this.turn) this.add(limit);
    }

    /* Add rows up to a number of them at once. */
    add(limit) {
      const shown = this.body.rows.length;
      const rows = this.found.slice(shown, limit);
      const missing = rows.filter((row) => !row.element);
      const template = make('template');
      // Rows that the server wrote into this page.
      template.innerHTML = missing.map(({ html }) => html).join('');
      [...template.content.children].forEach((element, n) => (missing[n].element = element));
      rows.forEach((row, n) => {
        this.finish(row);
        row.element.classList.toggle('row-odd', (shown + n) % 2 === 1);
        row.element.classList.toggle('row-even', (shown + n) % 2 === 0);
      });
      this.body.append(...rows.map(({ element }) => element));
    }

    finish(row) {
      if (row.finished) return;
      row.finished = true;
      this.columns.forEach((name, column) => {
        if (!this.copied.has(name)) return;
        for (const code of row.element.cells[column]?.querySelectorAll('code') ?? []) {
          const link = code.closest('a');
          const text = link?.title || code.textContent; // a name that is cut has the whole as its title
          const label = fill(this.words.copy, { text });
          const attributes = { class: 'configsetting-copy', value: text, 'aria-label': label, title: label };
          (link ?? code).after(make('button', { type: 'button', ...attributes }));
        }
      });
    }

    markHead(head, column) {
      const { column: sorted, down } = this.sorted;
      if (column === sorted) head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }

    tell() {
      const found = this.found.length;
      const { words } = this;
      const text = found ? fill(words.found, { found, all: this.rows.length }) : words.none;
      if (this.status.textContent !== text) this.status.textContent = text;
      this.clearing.hidden = !this.isActive;
      for (const { values, chosen, mark } of this.facets) {
        mark.textContent = chosen.size || '';
        for (const [value, { shown, label, count }] of values) {
          shown.textContent = count;
          label.classList.toggle('configsetting-idle', !count && !chosen.has(value));
        }
      }
    }

    print() {
      while (this.stored.length) this.readPart();
      this.found ??= this.rows;
      this.render(Infinity);
      this.add(Infinity);
    }

    async copy(button) {
      const text = button.value;
      if (!(await copyText(text, button.previousElementSibling))) return;
      this.status.textContent = fill(this.words.copied, { text });
      button.classList.add('configsetting-copied');
      setTimeout(() => button.classList.remove('configsetting-copied'), 1500);
    }
  }

  /* Browsers give the clipboard to secure pages only; else the text is selected and copied. */
  const copyText = async (text, shown) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const give = (event) => {
        event.clipboardData.setData('text/plain', text);
        event.preventDefault();
      };
      getSelection().selectAllChildren(shown);
      addEventListener('copy', give, { once: true });
      return document.execCommand('copy');
    }
  };

  /* "/" leads to the listing's own box, not to the site's: readers of a listing look for
     settings. Sites that switch off Sphinx's search shortcuts switch it off as well. */
  const shortcut = (boxes) => (event) => {
    const { target } = event;
    if (event.key !== '/' || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target.isContentEditable || target.closest?.('input:not([type=checkbox]), textarea, select')) return;
    if (typeof DOCUMENTATION_OPTIONS !== 'undefined' && DOCUMENTATION_OPTIONS.ENABLE_SEARCH_SHORTCUTS === false) return;
    const box = boxes.find((shown) => shown.checkVisibility());
    if (!box) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    box.focus();
    box.select();
  };

  const start = () => {
    const roots = document.querySelectorAll('.configsetting-filter:has(.configsetting-data):has(table)');
    const filters = [...roots].map((root, n) => new Filter(root, n));
    if (filters.length) addEventListener('keydown', shortcut(filters.map(({ box }) => box)), true);
  };

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
