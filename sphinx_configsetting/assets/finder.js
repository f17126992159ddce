/* A search box with facets over rows that a view shows: of an explorer, or of a listing's table. */
'use strict';

var configsetting = configsetting || {};

/**
 * What a page says beside its rows.
 * @typedef {{ words: Record<string, string>, facets: FacetData[], also: Record<number, string[]>, forms: Forms, search: string }} Data
 *
 * How a change gets into the address: as a new step, instead of the present one, or once typing pauses.
 * @typedef {'push' | 'replace' | 'type'} How
 * @typedef {[name: string, values: string[]]} Parameter
 *
 * @typedef {object} View
 * @property {HTMLElement} root
 * @property {number} size
 * @property {(n: number) => Entry} entry
 * @property {(rows: number[] | null, words: string[], from?: number) => void} show - null: all, as the page
 *   has them; from a number on, they are added to those shown
 * @property {string} [sort] - the column that rows are sorted by, after "-" downwards
 * @property {(rows: number[]) => number[]} [arrange]
 * @property {(px: number) => void} [place] - takes the height that is covered at the window's top
 */

configsetting.finder = (() => {
  const { make, button, all, fill, inTurns, idle } = configsetting.dom;
  const { Facet, narrow, buildAll, show } = configsetting.facets;
  const FIRST = 40; // rows shown before "Show more"
  const ROW = 140; // px of most rows: as many as the window has room for are painted at a key
  const PAUSE = 200; // ms without a key until the others follow
  const MORE = 200;
  const SETTLED = 300; // ms after the last key until the address changes

  class Finder {
    /**
     * @param {View} view
     * @param {Data} data
     * @param {number} number - of the finder on its page
     */
    constructor(view, data, number) {
      this.view = view;
      this.words = data.words;
      this.site = data.search;
      this.suffix = number ? `.${number + 1}` : '';
      this.facets = data.facets.map((facet) => new Facet(facet)).filter(({ values }) => values.length);
      this.index = new configsetting.search.Index();
      this.every = Array.from({ length: view.size }, (_, n) => n);
      this.limit = FIRST;
      /** @type {number[]} */
      this.found = [];
      /** @type {string[]} */
      this.marks = [];
      const { root } = view;
      const { words } = this;
      this.bar = all(root, '.configsetting-bar')[0];
      this.box = /** @type {HTMLInputElement} */ (all(this.bar, 'input')[0]);
      this.status = all(this.bar, '.configsetting-status')[0];
      this.rail = all(root, '.configsetting-rail')[0];
      this.main = all(root, '.configsetting-main')[0];
      this.opener = button(words.filters, 'filters', () => this.open(this.rail.classList.toggle('configsetting-shown')));
      this.chips = make('span', { class: 'chips' });
      this.clearing = button(words.clear, 'link', () => {
        this.clear();
        this.box.focus();
      });
      this.nothing = make('div', { class: 'nothing' });
      this.more = button('', 'more', () => this.show(this.limit + MORE));
      this.rest = make('p', { class: 'rest' }, this.more, button(words.every, 'more', () => this.show(Infinity)));
      /** @type {Parameter[]} What is still to be written to the address. */
      this.unsaved = [];
      this.saving = 0;
      this.asked = 0;
      /** @type {number} */
      this.below = 0; // px that header and bar cover
      this.build();
      this.listen();
      this.restore(this.box.value);
      this.ready = this.read();
    }

    async read() {
      await idle();
      await inTurns(this.view.size, (n) => this.index.add(this.view.entry(n)));
      if (this.typed && !this.main.contains(document.activeElement)) this.update();
      this.view.root.classList.add('configsetting-ready');
    }

    get typed() {
      return this.box.value.trim();
    }

    /* ---- Elements ---- */

    build() {
      const { facets, rail } = this;
      rail.id = `configsetting-rail${this.suffix}`;
      rail.append(...buildAll(facets, this.words, () => this.change('push')));
      this.opener.setAttribute('aria-controls', rail.id);
      this.opener.hidden = !facets.length;
      this.open(false);
      all(this.bar, '.configsetting-line')[0].append(this.chips, this.clearing, this.opener);
      this.main.append(this.nothing, this.rest);
    }

    /** @param {boolean} on */
    open(on) {
      this.opener.setAttribute('aria-expanded', String(on));
    }

    listen() {
      this.box.addEventListener('input', () => {
        cancelAnimationFrame(this.asked); // what is typed within one frame is looked for once
        this.asked = requestAnimationFrame(() => this.answer());
      });
      this.view.root.addEventListener('keydown', (event) => this.key(event));
      addEventListener('popstate', () => this.restore(''));
      const place = () => this.place();
      new ResizeObserver(place).observe(this.bar);
      addEventListener('scroll', place, { once: true, passive: true });
    }

    /** Keep the bar below the theme's header, and all else below the bar. */
    place() {
      const top = covered(this.bar);
      const below = top + this.bar.offsetHeight;
      if (this.bar.style.insetBlockStart === `${top}px` && this.below === below) return;
      this.below = below;
      this.bar.style.insetBlockStart = `${top}px`;
      this.rail.style.setProperty('--configsetting-top', `${below}px`);
      document.documentElement.style.scrollPaddingTop = `${below}px`;
      this.view.place?.(below);
    }

    /* ---- What the reader asks for ---- */

    /** @param {'push' | 'replace'} [how] */
    clear(how = 'push') {
      for (const facet of this.facets) facet.chosen.clear();
      this.box.value = '';
      this.change(how);
    }

    /** Look for what was typed, if that is still to be done. */
    answer() {
      cancelAnimationFrame(this.asked);
      if (this.asked) this.change('type');
    }

    /** @param {How} how */
    change(how) {
      this.asked = 0;
      this.limit = FIRST;
      this.update();
      this.keep(how);
    }

    /** @param {number} limit */
    show(limit) {
      const next = this.limit;
      this.limit = limit;
      this.view.show(this.found.slice(0, limit), this.marks, next);
      this.tell(true, []);
      const row = all(this.main, '.configsetting-results > .configsetting-row, tbody > tr')[next];
      row?.querySelector('a')?.focus();
    }

    update() {
      const { typed, facets } = this;
      const found = typed ? this.index.find(typed) : { order: this.every, words: [], guess: false };
      const active = Boolean(typed) || facets.some(({ chosen }) => chosen.size);
      this.found = narrow(facets, found.guess ? [] : found.order);
      this.marks = found.words;
      if (this.view.sort) this.found = this.view.arrange?.(this.found) ?? this.found;
      const shown = active ? this.found.slice(0, this.limit) : null;
      const room = Math.ceil(innerHeight / ROW);
      this.view.show(shown?.slice(0, room) ?? null, found.words);
      if (shown && shown.length > room) this.later(shown, found.words, room);
      facets.forEach(show);
      this.tell(active, found.guess ? found.order : []);
    }

    /**
     * Show the rest of the rows, unless something else is asked for by then.
     * @param {number[]} rows
     * @param {string[]} words
     * @param {number} from
     */
    async later(rows, words, from) {
      const { found } = this;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      if (found === this.found) this.view.show(rows, words, from);
    }

    /**
     * @param {boolean} active
     * @param {number[]} near
     */
    tell(active, near) {
      const { words, found, typed } = this;
      const text = fill(words.found, { found: found.length, all: this.view.size });
      if (this.status.textContent !== text) this.status.textContent = text;
      const chosen = this.facets.flatMap((facet) => [...facet.chosen].map((n) => this.chip(facet, n)));
      this.chips.replaceChildren(...chosen);
      this.clearing.hidden = !active;
      this.opener.textContent = words.filters + (chosen.length ? ` (${chosen.length})` : '');
      const rest = active ? found.length - this.limit : 0;
      this.rest.hidden = rest <= 0;
      this.more.textContent = fill(words.more, { number: Math.min(rest, MORE) });
      this.nothing.hidden = found.length > 0;
      if (!found.length) this.nothing.replaceChildren(...this.help(typed, near));
    }

    /**
     * Return what to do where nothing is found.
     * @param {string} text
     * @param {number[]} near
     */
    help(text, near) {
      const { words } = this;
      const lines = [make('p', {}, text && !this.facets.some(({ chosen }) => chosen.size) ? fill(words.nothing, { text }) : words.nowhere)];
      if (near.length) {
        const links = near.flatMap((n) => [' ', button(this.index.entries[n].title, 'link', () => this.ask(this.index.entries[n].title))]);
        lines.push(make('p', {}, words.mean, ...links));
      }
      if (text && this.site) {
        const href = `${this.site}?q=${encodeURIComponent(text)}`;
        lines.push(make('p', {}, make('a', { href }, fill(words.site, { text }))));
      }
      return lines;
    }

    /** @param {string} text */
    ask(text) {
      this.box.value = text;
      this.change('push');
      this.box.focus();
    }

    /**
     * @param {InstanceType<typeof Facet>} facet
     * @param {number} n
     */
    chip(facet, n) {
      const value = facet.text(n, this.words);
      const text = n >= facet.above.length ? `${facet.label}: ${value}` : value;
      const chip = button(text, 'chip', () => {
        facet.chosen.delete(n);
        this.change('push');
        (this.chips.querySelector('button') ?? this.box).focus();
      });
      chip.setAttribute('aria-label', fill(this.words.remove, { text }));
      return chip;
    }

    /* ---- Keys ---- */

    /** @param {KeyboardEvent} event */
    key(event) {
      const { target } = event;
      if (target === this.box && event.key.length > 1) this.answer();
      if (event.key === 'Escape' && target === this.box && this.typed) {
        event.preventDefault();
        this.ask('');
      } else if (target instanceof HTMLElement) {
        configsetting.keys.travel(event, target, this.box, this.main);
      }
    }

    /* ---- The address ---- */

    /** @param {string} name */
    parameter(name) {
      return (/^(find|sort|q)$/.test(name) ? `field.${name}` : name) + this.suffix;
    }

    /** Return the parameters of what is asked for now, with their values. */
    get parameters() {
      const chosen = this.facets.map((facet) => /** @type {Parameter} */ ([this.parameter(facet.name), facet.choices]));
      /** @type {Parameter[]} */
      const own = [
        [`find${this.suffix}`, this.typed ? [this.typed] : []],
        [`sort${this.suffix}`, this.view.sort ? [this.view.sort] : []],
      ];
      return [...own, ...chosen];
    }

    /**
     * A choice is a step that Back undoes; typing is not.
     * @param {How} how
     */
    keep(how) {
      if (how === 'type') {
        clearTimeout(this.saving);
        this.unsaved = this.parameters;
        this.saving = Number(setTimeout(() => this.save(), SETTLED));
        return;
      }
      this.save(); // what was typed belongs to the step before
      this.write(how, this.parameters);
    }

    /** Write what was typed to the address, if that is still to be done. */
    save() {
      if (!this.saving) return;
      clearTimeout(this.saving);
      this.saving = 0;
      this.write('replace', this.unsaved);
    }

    /**
     * @param {'push' | 'replace'} how
     * @param {Parameter[]} parameters
     */
    write(how, parameters) {
      const url = new URL(location.href);
      for (const [name, values] of parameters) {
        url.searchParams.delete(name);
        for (const value of values) url.searchParams.append(name, value);
      }
      if (url.href !== location.href) history[`${how}State`](history.state, '', url);
    }

    /**
     * Show what the address asks for.
     * @param {string} typed - the query where the address has none
     */
    restore(typed) {
      // What is still to be written or looked for belongs to the step that was left.
      clearTimeout(this.saving);
      cancelAnimationFrame(this.asked);
      this.saving = this.asked = 0;
      this.limit = FIRST;
      const { searchParams } = new URL(location.href);
      this.box.value = searchParams.get(`find${this.suffix}`) ?? typed;
      if (this.view.arrange) this.view.sort = searchParams.get(`sort${this.suffix}`) ?? '';
      for (const facet of this.facets) facet.choose(searchParams.getAll(this.parameter(facet.name)));
      this.update();
    }
  }

  /**
   * Return how much of the window's top a header of the theme covers.
   * @param {HTMLElement} own
   */
  const covered = (own) => {
    const { left, width } = own.getBoundingClientRect();
    const bottoms = document
      .elementsFromPoint(left + width / 2, 1)
      .filter((element) => !own.parentElement?.contains(element) && /sticky|fixed/.test(getComputedStyle(element).position))
      .map((element) => element.getBoundingClientRect())
      .filter(({ height }) => height < innerHeight / 3)
      .map(({ bottom }) => bottom - 1); // furo's loses a line once the page scrolls
    return Math.floor(Math.max(0, ...bottoms));
  };

  /**
   * Start the finders of a page; "/" leads to the first that is shown.
   * @param {string} selector
   * @param {(root: HTMLElement, number: number) => Finder} make
   */
  const start = (selector, make) => {
    const made = all(document, selector).map((root, n) => make(root, n));
    configsetting.keys.slash(() => {
      const box = made.map((finder) => finder.box).find((shown) => shown.checkVisibility());
      box?.focus();
      box?.select();
      return Boolean(box);
    });
  };

  return { Finder, start };
})();
