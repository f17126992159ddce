import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { facets, copying } = load('dom.js', 'copy.js', 'facets.js');

const path = () => new facets.Facet({ field: 'path', label: 'Path', kind: 'tree', values: ['A', 'A > B', 'C'], rows: [1, 0, 2, null] });
const type = () => new facets.Facet({ field: 'type', label: 'Type', kind: 'choices', values: ['x', 'y'], rows: [0, 1, [0, 1], 0] });
const flag = () => new facets.Facet({ field: 'restart', label: 'Restart', kind: 'flag', values: ['yes'], rows: [0, null, null, 0] });
const ROWS = [0, 1, 2, 3];
const WORDS = { none: 'none', any: 'any' };

test('a path is below what is above it, and rows without one can be chosen', () => {
  const facet = path();
  facet.choose(['A']);
  assert.deepEqual(facets.narrow([facet], ROWS), [0, 1]);
  facet.choose(['']);
  assert.deepEqual(facets.narrow([facet], ROWS), [3]);
  facet.choose(['*']);
  assert.deepEqual(facets.narrow([facet], ROWS), [0, 1, 2]);
  assert.deepEqual(facet.choices, ['*']);
  assert.deepEqual([0, 1, 3, 4].map((n) => facet.text(n, WORDS)), ['A', 'A › B', 'none', 'any']);
});

test('values of a facet are any of them, facets all of them; counts are given the others', () => {
  const all = [path(), type(), flag()];
  all[1].choose(['y', 'nothing such']);
  assert.deepEqual(facets.narrow(all, ROWS), [1, 2]);
  assert.deepEqual(all[1].counts, [3, 2]);
  assert.deepEqual(all[0].counts, [1, 0, 1, 0, 2]);
  all[1].choose(['x', 'y']);
  assert.deepEqual(facets.narrow(all, ROWS), ROWS);
  all[2].choose(['yes']);
  assert.deepEqual(facets.narrow(all, ROWS), [0, 3]);
  assert.equal(all[2].text(0, WORDS), 'Restart');
});

test('names are copied in forms', () => {
  const { formed } = copying;
  assert.equal(formed('{name}={value}', 'MM_X', '5'), 'MM_X=5');
  assert.equal(formed('{json}', '.Log.Level', 'info'), '"Log": {"Level": "info"}');
  assert.equal(formed('{json}', '.Log.Max', '5'), '"Log": {"Max": 5}');
  assert.equal(formed('{yaml}', '.Log.Level', 'true'), 'Log:\n  Level: true');
  assert.equal(formed('{yaml}', 'level', ''), 'level:');
});
