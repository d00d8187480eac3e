import { expect, test } from 'vitest';
import { addressOf } from '../../src/config/addresses.ts';
import { isSameStore } from '../../src/model/origin.ts';
import { lockNamesOf, storeIdentity } from '../../src/model/store-identity.ts';

const one = ['main.example', 'www.main.example', 'WWW.Main.example', 'main.example.', 'www.main.example.:443'];

test.each(one)('a store is one, however it is called: %s', (host) => {
  expect(storeIdentity(host)).toBe('main.example');
  expect(lockNamesOf(host)).toContain('main.example');
  expect(isSameStore({ store: 'a', host }, { store: 'b', host: 'main.example' })).toBe(true);
});

test.each(['https://www.main.example/', 'https://MAIN.example:443', 'https://main.example.'])(
  'so is what its address says in a pipeline file: %s',
  (url) => {
    expect(storeIdentity(addressOf(url)?.host ?? '')).toBe('main.example');
  },
);

test.each(['www.other.example', 'main.example:8443', 'shop.main.example', 'wwwmain.example'])(
  'another store is another: %s',
  (host) => {
    expect(storeIdentity(host)).not.toBe('main.example');
  },
);

test('a name that would be nothing without its www. keeps it', () => {
  expect(storeIdentity('www.example')).toBe('www.example');
});
