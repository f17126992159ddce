/* Settings found by any of their names, ranked: MiniSearch with names prepared. No DOM. */
'use strict';

var configsetting = configsetting || {};

/**
 * What a setting is found by.
 * @typedef {{ title: string, names: string[], path: string, facts: string, text: string }} Entry
 * @typedef {{ order: number[], words: string[], guess: boolean }} Found
 */

configsetting.search = (() => {
  const { split, joined, ends, sorted, unwrap, slips, swaps } = configsetting.words;
  const BOOST = { title: 5, names: 4, joined: 4, path: 2, facts: 1.5, text: 1 };
  const RANKED = 1000; // results that are compared with the query as a whole

  /**
   * How many slips are forgiven.
   * @param {string} term
   * @param {number} most
   */
  const forgiven = (term, most) => {
    if (/^\d+$/.test(term) || term.length < 5 - most) return false;
    return term.length > 5 ? most : 1;
  };

  class Index {
    constructor() {
      /** @type {Entry[]} */
      this.entries = [];
      /** @type {string[][][]} The names of each entry, joined, from each segment on. */
      this.ends = [];
      /** @type {string[][]} The words of its names and last segments, sorted and joined. */
      this.sorted = [];
      /** @type {Map<string, number[]>} */
      this.exact = new Map();
      /** @type {Set<string>} */
      this.known = new Set();
      /** @type {any} */
      this.mini = new globalThis.MiniSearch({ fields: Object.keys(BOOST), tokenize: this.tokenize.bind(this), processTerm: (/** @type {string} */ term) => term });
    }

    /**
     * @param {string} text
     * @param {string} [field]
     */
    tokenize(text, field) {
      const found = field === 'joined' ? text.split('\n').flatMap(joined) : split(text);
      for (const term of found) this.known.add(term);
      return found;
    }

    /** @param {Entry} entry */
    add(entry) {
      const id = this.entries.push(entry) - 1;
      const names = [entry.title, entry.title.replace(/\s*\([^()]*\)\s*$/, '') || entry.title, ...entry.names];
      const all = names.map(ends);
      this.ends.push(all);
      this.sorted.push([...new Set(names.flatMap((name) => [sorted(name), sorted(name.replace(/^.*[.>/]/, ''))]))]);
      for (const name of all) {
        for (const end of new Set([name[0], name.at(-1)])) {
          if (end === undefined) continue;
          const ids = this.exact.get(end);
          if (ids) ids.push(id);
          else this.exact.set(end, [id]);
        }
      }
      this.mini.add({ ...entry, id, names: entry.names.join('\n'), joined: [entry.title, ...entry.names].join('\n') });
    }

    /**
     * Return the entries that match what was typed, best first; where nothing does, the nearest.
     * @param {string} typed
     * @returns {Found}
     */
    find(typed) {
      const bare = unwrap(typed);
      const tries = [bare, typed, ...(bare.includes(':') ? [bare.slice(0, bare.indexOf(':'))] : [])];
      for (const text of tries) {
        const found = this.look(text, 1, 'AND');
        if (found.order.length) return found;
      }
      // A word of one or two letters begins too much to be near to anything.
      const long = bare.replace(/(?<!\S)\S{1,2}(?!\S)/g, '').trim();
      const near = this.look(long || bare, 2, 'OR');
      return { ...near, order: near.order.slice(0, 3), guess: true };
    }

    /**
     * @param {string} text
     * @param {number} most - slips a word
     * @param {'AND' | 'OR'} combineWith
     * @returns {Found}
     */
    look(text, most, combineWith) {
      const chunks = text.split(/\s+/).map(split).filter((words) => words.length);
      const words = chunks.flat();
      if (!words.length) return { order: [], words, guess: false };
      /** @type {string[]} */
      const asked = [];
      const queries = chunks.map((chunk) => this.query(chunk, most, asked));
      const results = this.mini.search({ combineWith, queries });
      return { order: this.rank(results, words), words: marked(results, asked), guess: false };
    }

    /**
     * A chunk is found as one word; where there is none, by all of its words.
     * @param {string[]} words
     * @param {number} most
     * @param {string[]} asked - gets the terms
     */
    query(words, most, asked) {
      const whole = words.join('');
      const joined = this.term(whole, most);
      if (words.length < 2 || this.mini.search(joined).length) {
        asked.push(whole);
        return joined;
      }
      asked.push(...words);
      return { combineWith: 'AND', queries: words.map((word) => this.term(word, most)) };
    }

    /**
     * @param {string} term
     * @param {number} most
     */
    term(term, most) {
      const spelt = term.length > 3 ? swaps(term).filter((word) => this.known.has(word)) : [];
      const fuzzy = forgiven(term, most);
      const options = { prefix: true, fuzzy, boost: BOOST, weights: { fuzzy: 0.3, prefix: 0.5 } };
      // Words of one or two letters begin too much to be looked for in texts.
      const short = /^\w{1,2}$/.test(term) ? { fields: ['title', 'names'] } : {};
      return { combineWith: 'OR', queries: [term, ...spelt], tokenize: (/** @type {string} */ word) => [word], ...options, ...short };
    }

    /**
     * @param {{ id: number }[]} results
     * @param {string[]} words
     */
    rank(results, words) {
      const whole = words.join('');
      const ids = results.map(({ id }) => id);
      const there = new Set(ids);
      const exact = (this.exact.get(whole) ?? []).filter((id) => there.has(id));
      const top = [...new Set([...exact, ...ids.slice(0, RANKED)])];
      const place = new Map(ids.map((id, n) => [id, n]));
      const points = new Map(top.map((id) => [id, this.points(id, whole, words)]));
      const by = (/** @type {Map<number, number>} */ map, /** @type {number} */ id) => map.get(id) ?? 0;
      top.sort((a, b) => by(points, b) - by(points, a) || by(place, a) - by(place, b));
      const first = new Set(top);
      return [...top, ...ids.filter((id) => !first.has(id))];
    }

    /**
     * How well one of the names fits the query as a whole.
     * @param {number} id
     * @param {string} whole
     * @param {string[]} words
     */
    points(id, whole, words) {
      let best = 0;
      /** @type {(fit: (name: string, whole: string, words: string[]) => number) => void} */
      const compare = (fit) =>
        this.ends[id].forEach((name, n) => {
          for (const end of name) {
            // A title is read as a whole; keys and variables are known by their ends.
            const less = (end === name[0] ? 0 : n < 2 ? 150 : 20) + (n === 1 ? 5 : 0);
            best = Math.max(best, fit(end, whole, words) - less);
          }
        });
      compare(fit);
      if (best < 700) compare(nearFit);
      if (best < 900 && words.length > 1) {
        const order = [...words].sort().join('');
        for (const name of this.sorted[id]) best = Math.max(best, 900 - 100 * slips(name, order, 2));
      }
      return best + (this.ends[id][0]?.[0].startsWith(whole) ? 3 : 0);
    }
  }

  /**
   * @param {string} name
   * @param {string} whole
   * @param {string[]} words
   */
  const fit = (name, whole, words) => {
    if (name === whole) return 1000;
    if (name.startsWith(whole)) return 800 - Math.min(90, name.length - whole.length);
    if (words.every((word) => name.includes(word))) return 400 + (100 * whole.length) / name.length;
    return 0;
  };

  /**
   * @param {string} name
   * @param {string} whole
   * @param {string[]} words
   */
  const nearFit = (name, whole, words) => {
    const most = Math.min(2, words.length);
    const wrong = whole.length > 2 ? slips(name, whole, most) : 9;
    return wrong <= most ? 760 - 60 * wrong : 0;
  };

  /**
   * Return the terms that the first results were found by, for marking.
   * @param {{ match: Record<string, string[]> }[]} results
   * @param {string[]} asked
   */
  const marked = (results, asked) => {
    const terms = results.slice(0, 40).flatMap(({ match }) => Object.keys(match));
    return [...new Set([...asked, ...terms.filter((term) => !asked.some((word) => term.startsWith(word)))])];
  };

  return { Index };
})();
