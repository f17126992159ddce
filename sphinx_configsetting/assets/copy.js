/* Copying names: a button beside each, and a menu of forms; "c" copies that of the focused row. */
'use strict';

var configsetting = configsetting || {};

/** @typedef {Record<string, [label: string, template: string][]>} Forms - by field */

configsetting.copying = (() => {
  const { make, button, folded, unfold, fill, soften, copy } = configsetting.dom;

  const OPEN = '.configsetting-forms[data-open]';

  /**
   * Return a name in a form. A JSON form of `.Section.Key` nests, by `{json}`; YAML by `{yaml}`.
   * @param {string} template
   * @param {string} name
   * @param {string} value
   */
  const formed = (template, name, value) => {
    const path = name.split('.').filter(Boolean);
    const plain = /^(-?\d+(\.\d+)?|true|false|null|[[{].*)$/.test(value) ? value : JSON.stringify(value);
    const json = path.reduceRight((inner, key) => `{${JSON.stringify(key)}: ${inner}}`, plain);
    const yaml = path.map((key, n) => `${n ? '\n' : ''}${'  '.repeat(n)}${key}:`).join('') + ` ${value ? plain : ''}`;
    return fill(template, { name, value, json: json.slice(1, -1), yaml: yaml.trimEnd() });
  };

  /** @type {HTMLElement | undefined} */
  let live;

  /** @param {string} text */
  const say = (text) => {
    live ??= document.body.appendChild(make('p', { class: 'hidden', role: 'status' }));
    live.textContent = text;
  };

  /**
   * @param {HTMLElement} shown - what turns to a tick
   * @param {string} text
   * @param {Record<string, string>} words
   */
  const put = async (shown, text, words) => {
    if (!(await copy(text))) return;
    say(fill(words.copied, { text }));
    shown.classList.add('configsetting-copied');
    setTimeout(() => shown.classList.remove('configsetting-copied'), 1500);
  };

  /**
   * Put a button after each name, and a menu where the name's field has forms.
   * Each of several names, and what is in a cell, is a box with them: lines break between names.
   * @param {HTMLElement[]} codes
   * @param {Record<string, string>} words
   * @param {Forms} forms
   * @param {(code: HTMLElement) => string} valueOf - the setting's default
   */
  const add = (codes, words, forms, valueOf) => {
    for (const code of codes) {
      const name = code.dataset.name ?? code.textContent ?? '';
      soften(code);
      const label = fill(words.copy, { text: name });
      const made = make('button', { type: 'button', class: 'copy', 'aria-label': label, title: label });
      made.value = name;
      const tools = make('span', { class: 'tools' }, made);
      const field = fieldOf(code);
      if (forms[field]?.length) tools.append(menu(field, name, valueOf(code), words));
      const shown = code.closest('a') ?? code;
      const next = shown.nextSibling;
      const comma = next?.textContent === ', ' ? make('span', { class: 'hidden' }, next) : '';
      const known = shown.closest('.configsetting-one'); // of another name in the same link
      if (known) known.append(tools);
      else if (comma || shown.previousElementSibling?.matches('.configsetting-one') || shown.closest('.configsetting-frame td')) {
        const one = make('span', { class: 'one' });
        shown.before(one);
        one.append(shown, tools, comma);
      } else {
        shown.after(tools);
        shown.parentElement?.classList.add('configsetting-named');
      }
    }
  };

  /** @param {Element} code */
  const fieldOf = (code) =>
    /** @type {HTMLElement} */ (code).dataset.field ??
    [...code.classList].map((name) => /^configsetting-(?:field-)?(.+)/.exec(name)?.[1]).find(Boolean) ?? '';

  /**
   * Return a menu that is filled when it opens: a page has many.
   * @param {string} field
   * @param {string} name
   * @param {string} value
   * @param {Record<string, string>} words
   */
  const menu = (field, name, value, words) => {
    return folded('forms', { title: words.as, 'data-field': field, 'data-name': name, 'data-value': value }, `${words.as}: ${name}`);
  };

  /**
   * @param {HTMLElement} menu
   * @param {Forms} forms
   */
  const fillMenu = ({ dataset, lastElementChild }, forms) => {
    if (!lastElementChild?.matches('button')) return;
    const items = forms[dataset.field ?? ''].map(([label, template]) => {
      const item = button(label, 'form');
      item.value = formed(template, dataset.name ?? '', dataset.value ?? '');
      return item;
    });
    const box = make('div', {}, ...items);
    lastElementChild.after(box);
    const { left } = box.getBoundingClientRect();
    if (left < 0) box.style.insetInlineEnd = `${left - 4}px`; // into the window
  };

  /**
   * Close a menu, and return to its button.
   * @param {Element | null} menu
   */
  const close = (menu) => {
    unfold(menu, false);
    menu?.querySelector('button')?.focus();
  };

  /**
   * Listen to the buttons of the page.
   * @param {Record<string, string>} words
   * @param {Forms} forms
   */
  const listen = (words, forms) => {
    const opened = (/** @type {Event} */ { target }) => {
      if (target instanceof HTMLElement && target.matches(OPEN)) fillMenu(target, forms);
    };
    addEventListener('configsetting-toggle', opened);
    addEventListener('click', ({ target }) => {
      const pressed = target instanceof Element ? target.closest('button') : null;
      if (!pressed?.matches('.configsetting-copy, .configsetting-form')) return;
      const tools = /** @type {HTMLElement} */ (pressed.closest('.configsetting-tools'));
      put(tools, pressed.value, words);
      close(tools.querySelector(OPEN));
    });
    addEventListener('focusout', ({ target, relatedTarget }) => {
      const open = target instanceof Element ? target.closest(OPEN) : null;
      if (!open?.contains(/** @type {Node | null} */ (relatedTarget))) unfold(open, false);
    });
    const escape = (/** @type {KeyboardEvent} */ event) => {
      const open = event.target instanceof Element ? event.target.closest(OPEN) : null;
      if (event.key !== 'Escape' || !open) return;
      event.stopPropagation();
      close(open);
    };
    addEventListener('keydown', escape, true); // before the keys of lists
  };

  return { add, listen, fieldOf, formed };
})();
