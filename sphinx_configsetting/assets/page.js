/* What each page with settings loads: copy buttons, "/", and the first use of the palette.

   The page says in `script.configsetting-page` (JSON):
   - words: texts by key
   - forms: forms of copying by field; `{name}`, `{value}`, `{json}`, `{yaml}` are replaced
   - copy: the fields whose values get a button
   - data: the address of the palette's data, or '' for no palette
   See palette.js for the data. Scripts are classic ones, so that pages work from a folder. */
'use strict';

var configsetting = configsetting || {};

configsetting.page = (() => {
  const { all, data, soften, unfold } = configsetting.dom;
  const FACTS = '.configsetting-facts, .configsetting-two-columns';
  const source = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src || location.href;

  /**
   * Put buttons beside the names of settings.
   * @param {ParentNode} within
   * @param {string} but - whose names are left alone
   */
  const addButtons = (within, but) => {
    const { copy, words, forms } = data(document, 'script.configsetting-page');
    const codes = all(within, 'code').filter((code) => code.closest(FACTS) && !code.closest(but) && copy.includes(configsetting.copying.fieldOf(code)));
    configsetting.copying.add(codes, words, forms, valueBeside);
  };

  /** @param {HTMLElement} code */
  const valueBeside = (code) => {
    const setting = code.closest('dl.setting, .configsetting-setting, .configsetting-body');
    const shown = setting?.querySelector('.configsetting-badge.configsetting-default code, .configsetting-facts .configsetting-default');
    return shown?.textContent ?? '';
  };

  /** @param {string} name - of a file beside this one */
  const beside = (name) => new URL(name, source).href;

  /** @param {string} src */
  const loadScript = (src) =>
    new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement('script'), { src, onload: resolve, onerror: reject });
      document.head.append(script);
    });

  /** @type {Promise<unknown> | undefined} */
  let loading;

  /** @param {{ words: Record<string, string>, data: string }} said */
  const openPalette = async (said) => {
    loading ??= (async () => {
      document.head.prepend(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: beside('configsetting-palette.css') }));
      await loadScript(beside('configsetting-palette.js'));
      await loadScript(new URL(said.data, location.href).href);
    })();
    await loading;
    configsetting.palette.open(said.words);
  };

  const start = () => {
    const said = data(document, 'script.configsetting-page');
    if (!said) return;
    addButtons(document, '.configsetting-explorer, .configsetting-filter'); // these add their own
    all(document, 'h1, h2, h3, h4, h5, h6, dt > .sig-name, td > a > code, .configsetting-frame td:not(.configsetting-field-default) code').forEach(soften);
    configsetting.copying.listen(said.words, said.forms);
    configsetting.keys.slash(() => {
      if (configsetting.finder || !said.data) return false; // the page has a search box of its own
      openPalette(said);
      return true;
    });
  };

  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element) unfold(target.closest('.configsetting-toggle')?.parentElement);
  });
  if (document.readyState === 'complete') start();
  else document.addEventListener('DOMContentLoaded', start);

  return { addButtons, openPalette };
})();
