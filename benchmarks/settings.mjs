/* Generated settings, the same in each run: sections, keys of one to four words, variables. */

const WORDS = `access account active address admin agent alert allow archive attempt audit backend backup batch
 bind block bridge browser bucket buffer cache call certificate channel chunk cleanup client cluster code collector
 command compression connection console cookie count data database debug delay delete device digest directory disk
 domain download driver edit email emoji enable encryption endpoint error event expiry export external feature file
 filter flush folder format forward frame gateway group guest hash header health history host hook idle image import
 index inline input instance interval invite item job key label language latency layer ledger level license limit
 link listen local lock log login mail maximum member memory message method metric minimum mode monitor name network
 node notification number offset open origin output owner packet page parser password path peer plugin policy pool
 port post prefix preview priority privacy profile protocol provider proxy public push query queue quota random rate
 read reader record redirect region relay remote replica request reset resource response restrict retention retry role
 root route rule sample scheme search secret secure sender server service session share signature silent size socket
 source space stage start state storage stream style subject support sync system table target task team template
 terminate text thread threshold throttle timeout token topic trace traffic trigger trust tunnel type update upload url
 user value vector version volume watch webhook weight width window worker write zone`.split(/\s+/);
const TYPES = ['boolean', 'integer', 'string', 'duration', 'list'];
const title = (/** @type {string} */ word) => word[0].toUpperCase() + word.slice(1);

/**
 * Return numbers from 0 to 1, the same for each seed.
 * @param {number} seed
 */
export const chance = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

/**
 * Return that many settings.
 * @param {number} number
 * @param {number} [seed]
 */
export const settings = (number, seed = 1) => {
  const next = chance(seed);
  const pick = (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)];
  const several = (/** @type {number} */ count) => [...new Set(Array.from({ length: count }, () => pick(WORDS)))];
  const sections = Array.from({ length: Math.ceil(number / 25) }, () => several(1 + Math.floor(next() * 2)).map(title));
  const seen = new Set();
  const found = [];
  while (found.length < number) {
    const section = pick(sections);
    const words = several(pick([1, 2, 2, 2, 3, 3, 3, 4]));
    const last = words.map(title).join('');
    const key = `.${section.join('')}Settings.${last}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const name = title(words.join(' '));
    const type = pick(TYPES);
    found.push({
      id: key.slice(1).toLowerCase().replace('.', '-'),
      section: `${section.join(' ')}`,
      words,
      last,
      key,
      variable: `MM_${section.join('')}SETTINGS_${last}`.toUpperCase(),
      title: next() < 0.4 ? `${name} (${section.join(' ')})` : name,
      path: `Site > ${section.join(' ')}`,
      type,
      value: { boolean: pick(['true', 'false']), integer: String(Math.floor(next() * 9000)), string: pick(WORDS), duration: `${Math.floor(next() * 90)}s`, list: '[]' }[/** @type {string} */ (type)],
      text: `${title(several(9).join(' '))} of the ${pick(WORDS)} when the ${pick(WORDS)} is set. ${title(several(8).join(' '))}.`,
    });
  }
  return found;
};
