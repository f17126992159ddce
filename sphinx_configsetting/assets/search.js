/* Settings found by any of their names, ranked. No DOM. */
'use strict';

var configsetting = configsetting || {};

/**
 * What a setting is found by.
 * @typedef {{ title: string, names: string[], path: string, facts: string, text: string }} Entry
 * @typedef {{ order: number[], words: string[], guess: boolean }} Found
 */

configsetting.search = (() => {
  const { split, joined, ends, sorted, unwrap, within, slips } = configsetting.words;
  /** @type {[field: 'title' | 'names' | 'path' | 'facts' | 'text', weight: number][]} */
  const FIELDS = [['title', 5], ['names', 4], ['path', 2], ['facts', 1.5], ['text', 1]];
  const RANKED = 1000; // results that are compared with the query as a whole
  const KNOWN = 30; // words
  const MARKED = 40; // results whose words with slips are marked

  /** @typedef {Map<string, Map<number, number>>} Terms - for each, the entries that have it, and its weight there */
  /** @typedef {Map<number, number>} Scores - by entry */

  /**
   * How many slips are forgiven.
   * @param {string} term
   * @param {number} most
   */
  const forgiven = (term, most) => {
    if (/^\d+$/.test(term) || term.length < 5 - most) return 0;
    return term.length > 5 ? most : 1;
  };

  /**
   * How well a term is what is looked for: the same, begun, or with slips.
   * @param {string} asked
   * @param {string} term
   * @param {number} most - slips
   */
  const fitOf = (asked, term, most) => {
    if (term.startsWith(asked)) return term === asked ? 1 : (0.5 * term.length) / (1.3 * term.length - 0.3 * asked.length);
    const wrong = most && slips(term, asked, most);
    return wrong > most || !wrong ? 0 : (0.3 * term.length) / (term.length + wrong);
  };

  class Index {
    constructor() {
      /** @type {Entry[]} */
      this.entries = [];
      /** @type {Terms[]} Words of names, names joined, and words of texts. */
      this.terms = [new Map(), new Map(), new Map()];
      /** @type {string[][][]} The names of each entry, joined, from each segment on. */
      this.ends = [];
      /** @type {string[][]} The words of its names and last segments, sorted and joined. */
      this.sorted = [];
      /** @type {Map<string, number[]>} */
      this.exact = new Map();
      /** @type {Map<string, { scores: Scores, marks: Terms }>} What words of the last queries found. */
      this.known = new Map();
    }

    /** @param {Entry} entry */
    add(entry) {
      this.known.clear();
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
      FIELDS.forEach(([field, weight], n) => this.note(id, n < 2 ? 0 : 2, split([entry[field]].flat().join(' ')), weight));
      this.note(id, 1, names.flatMap(joined), 4);
    }

    /**
     * Note the terms of a field: each weighs more the more often it is there, and less in a long one (as in BM25).
     * @param {number} id
     * @param {number} group
     * @param {string[]} found
     * @param {number} weight
     */
    note(id, group, found, weight) {
      /** @type {Map<string, number>} */
      const times = new Map();
      for (const term of found) times.set(term, (times.get(term) ?? 0) + 1);
      for (const [term, n] of times) {
        const worth = weight * (0.5 + (2.2 * n) / (n + 0.4 + times.size / 10));
        const entries = this.terms[group].get(term);
        if (entries) entries.set(id, (entries.get(id) ?? 0) + worth);
        else this.terms[group].set(term, new Map([[id, worth]]));
      }
    }

    /**
     * Return the entries that match what was typed, best first; where nothing does, the nearest.
     * @param {string} typed
     * @returns {Found}
     */
    find(typed) {
      const bare = unwrap(typed);
      const tries = [bare, typed, ...within(typed), ...(bare.includes(':') ? [bare.slice(0, bare.indexOf(':'))] : [])];
      for (const text of tries) {
        const found = this.look(text, 1, true);
        if (found.order.length) return found;
      }
      // A word of one or two letters begins too much to be near to anything.
      const long = bare.replace(/(?<!\S)\S{1,2}(?!\S)/g, '').trim();
      const near = this.look(long || bare, 2, false);
      return { ...near, order: near.order.slice(0, 3), guess: true };
    }

    /**
     * @param {string} text
     * @param {number} most - slips a word
     * @param {boolean} every - whether an entry needs all of the words
     * @returns {Found}
     */
    look(text, most, every) {
      const chunks = text.split(/\s+/).map(split).filter((words) => words.length);
      const words = chunks.flat();
      if (!words.length) return { order: [], words, guess: false };
      /** @type {Map<string, Map<number, number>>} */
      const marks = new Map();
      const scores = new Map(combined(chunks.map((chunk) => this.seekAll(chunk, most, marks)), every)); // not one that is known
      // Words may be typed apart.
      for (const id of this.exact.get(words.join('')) ?? []) if (!scores.has(id)) scores.set(id, 0);
      const order = this.rank(scores, words);
      const first = order.slice(0, MARKED);
      return { order, words: [...marks].filter(([, entries]) => first.some((id) => entries.has(id))).map(([term]) => term), guess: false };
    }

    /**
     * A chunk is found as one word; where there is none, by all of its words.
     * @param {string[]} words
     * @param {number} most
     * @param {Terms} marks - gets the terms to mark
     */
    seekAll(words, most, marks) {
      const whole = this.seek(words.join(''), most, marks);
      return words.length < 2 || whole.size ? whole : combined(words.map((word) => this.seek(word, most, marks)), true);
    }

    /**
     * @param {string} asked
     * @param {number} most
     * @param {Terms} marks
     */
    seek(asked, most, marks) {
      if (this.known.size > KNOWN) this.known.clear();
      const key = `${most} ${asked}`;
      const found = this.known.get(key) ?? this.scan(asked, most);
      this.known.set(key, found);
      for (const [term, entries] of found.marks) marks.set(term, entries);
      return found.scores;
    }

    /**
     * @param {string} asked
     * @param {number} most
     */
    scan(asked, most) {
      /** @type {Scores} */
      const scores = new Map();
      /** @type {Terms} */
      const marks = new Map();
      const forgiving = forgiven(asked, most);
      // In texts, words of one or two letters begin too much.
      const short = /^\w{1,2}$/.test(asked);
      for (const terms of this.terms) {
        const same = terms.get(asked);
        for (const [term, entries] of short && terms !== this.terms[0] ? (same ? new Map([[asked, same]]) : []) : terms) {
          const fit = fitOf(asked, term, forgiving);
          if (!fit) continue;
          if (!term.startsWith(asked)) marks.set(term, entries);
          const worth = fit * Math.log(1 + (this.entries.length + 0.5) / entries.size);
          for (const [id, weight] of entries) scores.set(id, (scores.get(id) ?? 0) + worth * weight);
        }
      }
      if (scores.size) marks.set(asked, scores);
      return { scores, marks };
    }

    /**
     * @param {Scores} scores
     * @param {string[]} words
     */
    rank(scores, words) {
      const whole = words.join('');
      const ids = [...scores].sort((a, b) => b[1] - a[1]).map(([id]) => id);
      const exact = (this.exact.get(whole) ?? []).filter((id) => scores.has(id));
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
   * Return the scores of the entries that all of several have, or any.
   * @param {Scores[]} several
   * @param {boolean} every
   */
  const combined = (several, every) =>
    several.reduce((left, right) => {
      /** @type {Scores} */
      const sums = new Map(every ? [] : left);
      for (const [id, score] of right) if (!every || left.has(id)) sums.set(id, (left.get(id) ?? 0) + score);
      return sums;
    });

  return { Index };
})();
