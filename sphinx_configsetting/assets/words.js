/* Words of names and queries: camelCase, joints, pasted forms, slips. No DOM. */
'use strict';

var configsetting = configsetting || {};

configsetting.words = (() => {
  const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu;
  const COMMAND = /^\s*(?:(?:export|set|setx|env|declare -x|-e|-D|--env|--set)\s+)+(?=[\w.-]*[_.=])|^\s*(?:-D|\$env:)(?=\w)/;
  // A name that a value follows: quoted, or without a blank and with a joint or a capital inside.
  const QUOTED = /^\s*[{,\s]*(["'])([^"']+)\1\s*:/;
  const KEYED = /^\s*([\w.-]*(?:[_.]|[a-z][A-Z])[\w.-]*)\s*:(?:\s|$)/;

  const TRIED = 9; // names of a long text

  /** @param {string} text */
  const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '');

  /**
   * Return the words of a text in lower case: `EnableHTTPPort_2` has four.
   * @param {string} text
   */
  const split = (text) =>
    fold(text)
      .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
      .replace(CJK, ' $& ')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);

  /**
   * Return the parts between joints: `.Log.MaxFiles` has two.
   * @param {string} text
   */
  const segments = (text) => fold(text).toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  /**
   * Return what a name of several words is also found by: its segments, and its end from each word on.
   * @param {string} name
   */
  const joined = (name) => {
    const words = split(name);
    const ends = words.map((_, n) => words.slice(n, n + 12).join(''));
    const all = new Set([...segments(name), ...ends]);
    return [...all].filter((term) => !words.includes(term));
  };

  /**
   * Return the ends of a name from each of its segments on, the whole first.
   * @param {string} name
   */
  const ends = (name) => {
    const parts = segments(name);
    return parts.map((_, n) => parts.slice(n).join(''));
  };

  /**
   * Return the words of a name in alphabetical order, joined.
   * @param {string} name
   */
  const sorted = (name) => split(name).sort().join('');

  /**
   * Return what is looked for in something typed or pasted: the name without command and value.
   * @param {string} typed
   */
  const unwrap = (typed) => {
    const text = typed.replace(COMMAND, '');
    const name = (QUOTED.exec(text)?.[2] ?? KEYED.exec(text)?.[1] ?? text).trim();
    const equals = name.search(/[\w\]"'}]\s*=/);
    return (equals < 0 ? name : name.slice(0, equals + 1)).trim();
  };

  /**
   * Return the names within a line of code or of a log, the longest first, each also without what is before a dot.
   * @param {string} typed
   */
  const within = (typed) =>
    (typed.match(/[\w.-]+/g) ?? [])
      .filter((name) => /[_.]|[a-z][A-Z]/.test(name))
      .sort((a, b) => b.length - a.length)
      .flatMap((name) => name.split('.').map((_, n, parts) => parts.slice(n).join('.')))
      .filter((name) => segments(name).length > 1 || /[a-z][A-Z]/.test(name))
      .slice(0, TRIED);

  /**
   * Return how many slips lie between two words, two neighbours swapped being one; above `most`
   * any greater number.
   * @param {string} a
   * @param {string} b
   * @param {number} most
   */
  const slips = (a, b, most) => {
    const longer = a.length - b.length;
    if (longer > most || -longer > most) return most + 1;
    let start = 0;
    while (start < a.length && a[start] === b[start]) start++;
    let end = a.length;
    while (end > start && end - longer > start && a[end - 1] === b[end - longer - 1]) end--;
    if (most < 2 && end - start > 2) return most + 1;
    [a, b] = [a.slice(start, end), b.slice(start, end - longer)];
    /** @type {number[]} */
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, n) => n);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  return { split, segments, joined, ends, sorted, unwrap, within, slips };
})();
