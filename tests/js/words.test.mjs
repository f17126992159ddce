import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { words } = load('words.js');

test('names are split at capitals, joints and digits', () => {
  assert.deepEqual(words.split('EnableHTTPPort_2'), ['enable', 'http', 'port', '2']);
  assert.deepEqual(words.split('.Log.maxFiles-per user'), ['log', 'max', 'files', 'per', 'user']);
  assert.deepEqual(words.split('Größe Café'), ['große', 'cafe']);
  assert.deepEqual(words.split('設定 a'), ['設', '定', 'a']);
  assert.deepEqual(words.split(' .. '), []);
});

test('a name is found by its words, its segments and its ends, each once', () => {
  const found = [...words.split('.Log.MaxFiles'), ...words.joined('.Log.MaxFiles')];
  for (const term of ['log', 'max', 'files', 'maxfiles', 'logmaxfiles']) assert.equal(found.filter((one) => one === term).length, 1, term);
  assert.deepEqual(words.ends('.Log.MaxFiles'), ['logmaxfiles', 'maxfiles']);
  assert.equal(words.sorted('port_Gossip'), 'gossipport');
});

for (const [typed, name] of [
  ['export MM_X=true', 'MM_X'],
  ['"SiteURL": "https://example.org",', 'SiteURL'],
  ["{'SiteURL': 1}", 'SiteURL'],
  ['site_url: 5', 'site_url'],
  ['-e MM_X', 'MM_X'],
  ['docker_x', 'docker_x'],
  ['-DMM_X=1', 'MM_X'],
  ['$env:MM_X = "1"', 'MM_X'],
  ['set mm.x = 1', 'mm.x'],
  ['--max-files=3', '--max-files'],
  ['export file', 'export file'],
  ['set of users', 'set of users'],
  ['Restart: yes', 'Restart: yes'],
  ['Log > Level', 'Log > Level'],
  ['=', '='],
]) {
  test(`pasted ${typed}`, () => assert.equal(words.unwrap(typed), name));
}

test('slips are counted, neighbours swapped as one', () => {
  assert.equal(words.slips('gossip', 'gossip', 1), 0);
  assert.equal(words.slips('gosip', 'gossip', 1), 1);
  assert.equal(words.slips('gsosip', 'gossip', 1), 1);
  assert.equal(words.slips('gxssiq', 'gossip', 2), 2);
  assert.equal(words.slips('abc', 'abcdef', 2), 3);
  assert.ok(words.slips('xxxxxx', 'gossip', 1) > 1);
  assert.equal(words.slips('port', 'por', 1), 1);
  assert.equal(words.slips('aab', 'ab', 1), 1);
  assert.equal(words.slips('maxmium', 'maximum', 1), 1);
  assert.equal(words.slips('mxaimmu', 'maximum', 2), 2);
  assert.ok(words.slips('mxaimmu', 'maximum', 1) > 1);
});
