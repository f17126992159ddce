import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { search } = load('words.js', 'search.js');

const ROWS = [
  ['Gossip port', ['.ClusterSettings.GossipPort', 'MM_CLUSTERSETTINGS_GOSSIPPORT', 'old-port'], '8074', 'Both UDP and TCP are allowed.'],
  ['Enable gossip compression', ['.ClusterSettings.EnableGossipCompression'], 'true', 'Compress what nodes say of the port.'],
  ['Level (Log)', ['.LogSettings.Level', 'MM_LOGSETTINGS_LEVEL'], 'info', 'How much is written.'],
  ['Level (Audit)', ['.AuditSettings.Level'], 'debug', 'As above.'],
];
const index = new search.Index();
for (const [title, names, facts, text] of ROWS) index.add({ title, names, facts, text, path: 'Site > Cluster' });

/** @param {string} query */
const first = (query) => ROWS[index.find(query).order[0]]?.[0];

for (const [query, title] of [
  ['gossip port', 'Gossip port'],
  ['port gossip', 'Gossip port'],
  ['GossipPort', 'Gossip port'],
  ['gosip prot', 'Gossip port'],
  ['MM_CLUSTERSETTINGS_GOSIPPORT', 'Gossip port'],
  ['export MM_CLUSTERSETTINGS_GOSSIPPORT=1', 'Gossip port'],
  ['"GossipPort": 8074', 'Gossip port'],
  ['old-port', 'Gossip port'],
  ['gossipp', 'Gossip port'],
  ['8074', 'Gossip port'],
  ['tcp', 'Gossip port'],
  ['LogSettings > Level', 'Level (Log)'],
  ['Level', 'Level (Log)'],
  ['level audit', 'Level (Audit)'],
  ['Port: 8074', 'Gossip port'],
]) {
  test(`${query} finds ${title}`, () => assert.equal(first(query), title));
}

for (const [query, title] of [
  ['os.environ["MM_CLUSTERSETTINGS_GOSSIPPORT"]', 'Gossip port'],
  ['ERROR: invalid value for MM_LOGSETTINGS_LEVEL: level "much"', 'Level (Log)'],
  ['docker run -e MM_LOGSETTINGS_LEVEL=debug app', 'Level (Log)'],
  ['{{ .Values.AuditSettings.Level }}', 'Level (Audit)'],
  ['appSettings.enableGossipCompression', 'Enable gossip compression'],
]) {
  test(`${query}, a line with a name, finds ${title}`, () => {
    assert.equal(first(query), title);
    assert.equal(index.find(query).guess, false);
  });
}

test('words typed apart, and values of short parts', () => {
  const own = new search.Index();
  own.add({ title: 'autovacuum', names: [], facts: '0.0.0.0:80 pg_x.conf', text: '', path: '' });
  own.add({ title: 'auto', names: [], facts: '', text: 'vacuum', path: '' });
  assert.deepEqual(own.find('auto vacuum').order, [0, 1]);
  assert.deepEqual(own.find('0.0.0.0:80').order, [0]);
  assert.deepEqual(own.find('pg_x.conf').order, [0]);
  assert.deepEqual(own.find('p').order, []);
});

test('a long text is not looked up name by name', () => {
  const names = Array.from({ length: 5000 }, (_, n) => `some_name.of_${n}`).join(' ');
  const { within } = load('words.js').words;
  assert.ok(within(names).length < 10);
  assert.deepEqual(within('a.b_c see D'), ['a.b_c', 'b_c']);
});

test('a name goes before a description', () => {
  assert.deepEqual(index.find('port').order, [0, 1]);
});

test('where nothing matches, the nearest are a guess', () => {
  const found = index.find('gosssipp tcq qqqq');
  assert.equal(found.guess, true);
  assert.ok(found.order.includes(0));
  assert.deepEqual(index.find('zzzzzz').order, []);
  assert.deepEqual(index.find('...').order, []);
});

test('the words to mark are those found, slips included', () => {
  assert.ok(index.find('gosip').words.includes('gossip'));
  assert.deepEqual(index.find('gossip').words, ['gossip']);
});

test('settings added after a query are found by the same', () => {
  const own = new search.Index();
  const port = { title: 'Port', names: [], facts: '', text: '', path: '' };
  own.add(port);
  assert.deepEqual(own.find('por').order, [0]);
  own.add(port);
  assert.deepEqual(own.find('por').order, [0, 1]);
});

test('what was asked before changes nothing', () => {
  const queries = ['port', 'gossip', 'gossipport', 'level audit', 'logsettingslevel', 'port gossip', 'gosip', 'level'];
  for (const before of queries) {
    for (const query of queries) {
      const fresh = new search.Index();
      const used = new search.Index();
      for (const [title, names, facts, text] of ROWS) {
        for (const own of [fresh, used]) own.add({ title, names, facts, text, path: '' });
      }
      used.find(before);
      assert.deepEqual(used.find(query), fresh.find(query));
    }
  }
});

test('what pages load finds the same', () => {
  globalThis.location = /** @type {any} */ ({ href: 'file:///' });
  globalThis.document = /** @type {any} */ ({ readyState: 'loading', addEventListener() {} });
  const own = load('../static/configsetting.js', '../static/configsetting-palette.js');
  const made = new own.search.Index();
  for (const [title, names, facts, text] of ROWS) made.add({ title, names, facts, text, path: '' });
  for (const query of ['gosip prot', 'MM_CLUSTERSETTINGS_GOSIPPORT', 'level audit']) {
    assert.equal(made.find(query).order[0], index.find(query).order[0]);
  }
});
