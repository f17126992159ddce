/* The palette: a small dialog with the search of all settings, over data loaded at its first use.

   The data is a script that calls `configsetting.palette.receive` with
   - root: the address of the documentation's root, seen from the data's own folder, as `../`
   - explorer, search: addresses of the page of all settings and of the site's search, from the
     root, or ''
   - settings: for each `[title, address, path, names, also, facts, text]` */
'use strict';

var configsetting = configsetting || {};

/**
 * @typedef {[title: string, uri: string, path: string, names: string[], also: string[], facts: string, text: string]} Packed
 * @typedef {{ root: string, explorer: string, search: string, settings: Packed[] }} Received
 */

configsetting.palette = (() => {
  const { make, all, fill, mark, pattern, inTurns } = configsetting.dom;
  const SHOWN = 8;

  /** @type {Received} */
  let received = { root: '', explorer: '', search: '', settings: [] };
  let base = '';

  /** @param {Received} data */
  const receive = (data) => {
    received = data;
    base = new URL(data.root, /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
  };

  /** @param {string} address */
  const absolute = (address) => new URL(address, base).href;

  class Palette {
    /** @param {Record<string, string>} words */
    constructor(words) {
      this.words = words;
      this.index = new configsetting.search.Index();
      this.box = make('input', { type: 'search', class: 'search', 'aria-label': words.find, placeholder: words.hint, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
      this.status = make('p', { class: 'status', role: 'status' });
      this.list = make('ul', { class: 'results' });
      const foot = make('p', { class: 'foot' }, make('span', {}, words.keys));
      if (received.explorer) foot.prepend(make('a', { href: absolute(received.explorer) }, words.all));
      this.dialog = make('dialog', { class: 'palette', 'aria-label': words.find }, this.box, this.status, this.list, foot);
      document.body.append(this.dialog);
      this.box.addEventListener('input', () => this.update());
      this.dialog.addEventListener('keydown', (event) => this.key(event));
      this.dialog.addEventListener('click', ({ target }) => {
        const leads = target instanceof Element && target.closest('a');
        if (target === this.dialog || leads) this.dialog.close();
      });
      this.ready = inTurns(received.settings.length, (n) => this.add(received.settings[n]));
      this.ready.then(() => this.update());
    }

    /** @param {Packed} setting */
    add([title, , path, names, also, facts, text]) {
      this.index.add({ title, names: [...names, ...also], path, facts, text });
    }

    open() {
      this.dialog.showModal();
      this.box.select();
      this.update();
    }

    update() {
      const text = this.box.value.trim();
      const { order, words, guess } = text ? this.index.find(text) : { order: [], words: [], guess: false };
      const pick = pattern(words, false);
      this.list.replaceChildren(...order.slice(0, SHOWN).map((n) => this.row(received.settings[n], pick)));
      const all = received.settings.length;
      this.status.textContent = guess
        ? `${fill(this.words.nothing, { text })} ${order.length ? this.words.mean : ''}`
        : text ? fill(this.words.found, { found: order.length, all }) : '';
    }

    /**
     * @param {Packed} setting
     * @param {RegExp | null} pick
     */
    row([title, uri, path, names], pick) {
      const link = make('a', { href: absolute(uri) }, title);
      const codes = names.slice(0, 2).map((name) => make('code', {}, name));
      const shown = make('p', { class: 'names' }, ...codes.map((code) => make('span', {}, code)));
      const where = make('p', { class: 'where' }, path.replaceAll(' > ', ' › '));
      const row = make('li', { class: 'row' }, make('p', { class: 'title' }, link), shown, where);
      configsetting.copying.add(codes, this.words, {}, () => '');
      for (const element of [link, ...codes]) mark(element, pick);
      return row;
    }

    /** @param {KeyboardEvent} event */
    key(event) {
      const { target } = event;
      if (event.key === 'Enter' && target === this.box) all(this.list, 'a')[0]?.click();
      else if (event.key !== 'Escape' && target instanceof HTMLElement) configsetting.keys.travel(event, target, this.box, this.dialog);
    }
  }

  /** @type {Palette | undefined} */
  let palette;

  /** @param {Record<string, string>} words */
  const open = (words) => {
    palette ??= new Palette(words);
    palette.open();
  };

  return { open, receive };
})();
