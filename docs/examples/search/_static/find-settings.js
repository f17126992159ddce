'use strict';

const root = document.documentElement.dataset.content_root;
const settings = fetch(`${root}config-settings-index.json`).then((answer) => answer.json());
const box = document.querySelector('#setting-query');
const names = ['id', 'displayname', 'key', 'environment'];

const matches = (setting, words) => {
  const text = names.map((name) => setting[name] ?? '').join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
};

const itemOf = (setting) => {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = root + setting.anchor;
  link.textContent = setting.displayname || setting.id;
  item.append(link, ` ${setting.key ?? ''} ${setting.environment}`);
  // The description is HTML without scripts; its links start at the output folder.
  item.insertAdjacentHTML('beforeend', setting.description);
  return item;
};

box.addEventListener('input', async () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length ? (await settings).filter((setting) => matches(setting, words)) : [];
  document.querySelector('#setting-results').replaceChildren(...found.slice(0, 50).map(itemOf));
  document.querySelector('#setting-count').textContent = `${found.length} found`;
});
