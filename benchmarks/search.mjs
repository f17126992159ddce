/* How well and how fast the search finds generated settings: node benchmarks/search.mjs

   For each kind of probe, how many of 250 put the right setting first, and among the first three.
   Where several settings share what is looked for (a last segment, a title), each of them is right. */
import { load } from '../tests/js/load.mjs';
import { chance, settings } from './settings.mjs';

const { search } = load('words.js', 'search.js');
const PROBES = 250;

/** The CPU time so far, in ms: what else the machine does counts little. */
const now = () => process.cpuUsage().user / 1000;

/** @param {any} setting */
const entry = ({ title, key, variable, path, type, value, text }) => ({
  title, names: [key, variable], path, facts: `${type} ${value}`, text,
});

const kinds = (/** @type {() => number} */ next) => {
  const at = (/** @type {number} */ length) => Math.floor(next() * length);
  const slip = (/** @type {string} */ word) => {
    const n = 1 + at(word.length - 1);
    const letter = 'abcdefghijklmnopqrstuvwxyz'[at(26)];
    return [
      word.slice(0, n) + word.slice(n + 1),
      word.slice(0, n) + letter + word.slice(n),
      word.slice(0, n) + letter + word.slice(n + 1),
      word.slice(0, n - 1) + word[n] + word[n - 1] + word.slice(n + 1),
    ][at(4)];
  };
  const pasted = [
    (/** @type {any} */ s) => `export ${s.variable}=true`,
    (/** @type {any} */ s) => `"${s.last}": ${s.value},`,
    (/** @type {any} */ s) => `-e ${s.variable}`,
    (/** @type {any} */ s) => `${s.section} > ${s.last}`,
    (/** @type {any} */ s) => `$env:${s.variable} = "x"`,
    (/** @type {any} */ s) => `\${${s.variable}}`,
  ];
  return {
    variable: (/** @type {any} */ s) => s.variable,
    name: (/** @type {any} */ s) => s.title,
    'last segment': (/** @type {any} */ s) => s.last,
    'its words': (/** @type {any} */ s) => s.words.join(' '),
    reversed: (/** @type {any} */ s) => [...s.words].reverse().join(' '),
    prefix: (/** @type {any} */ s) => s.last.slice(0, Math.max(3, Math.ceil(s.last.length * 0.7))),
    'typo in a name': (/** @type {any} */ s) => slip(s.title.toLowerCase()),
    'typo in a segment': (/** @type {any} */ s) => slip(s.last),
    'typo in a variable': (/** @type {any} */ s) => slip(s.variable.slice(3)),
    pasted: (/** @type {any} */ s) => pasted[at(pasted.length)](s),
  };
};

/** What a reader could mean by a probe: all settings that answer to it equally. */
const same = (/** @type {string} */ kind, /** @type {any} */ a, /** @type {any} */ b) => {
  if (kind === 'variable' || kind === 'typo in a variable') return a === b;
  if (kind === 'name' || kind === 'typo in a name') return a.title === b.title;
  if (kind === 'its words' || kind === 'reversed') return [...a.words].sort().join() === [...b.words].sort().join();
  if (kind === 'pasted') return a === b || a.last === b.last;
  if (kind === 'prefix') return b.last.toLowerCase().startsWith(a.last.slice(0, Math.max(3, Math.ceil(a.last.length * 0.7))).toLowerCase());
  return a.last === b.last;
};

const misses = process.argv.includes('--misses');
for (const number of [680, 5000]) {
  const all = settings(number);
  const index = new search.Index();
  const start = now();
  for (const setting of all) index.add(entry(setting));
  console.log(`${number} settings, index made in ${(now() - start).toFixed(0)} ms of CPU`);
  const next = chance(number);
  for (const [kind, probe] of Object.entries(kinds(next))) {
    const times = [];
    let first = 0;
    let three = 0;
    for (let n = 0; n < PROBES; n++) {
      const setting = all[Math.floor(next() * all.length)];
      const query = probe(setting);
      const begun = now();
      const { order } = index.find(query);
      times.push(now() - begun);
      const right = order.slice(0, 3).map((/** @type {number} */ id) => same(kind, setting, all[id]));
      first += Number(Boolean(right[0]));
      three += Number(right.some(Boolean));
      if (misses && !right[0]) console.log('   ', JSON.stringify(query), '→', setting.key, '≠', all[order[0]]?.key, order.length);
    }
    times.sort((a, b) => a - b);
    const share = (/** @type {number} */ count) => `${Math.round((100 * count) / PROBES)}`.padStart(4);
    const time = `${times[PROBES >> 1].toFixed(1)} ms, 95 % ${times[Math.floor(PROBES * 0.95)].toFixed(1)} ms`;
    console.log(`  ${kind.padEnd(20)}${share(first)} /${share(three)}   median ${time}`);
  }
}
