import { expect, test } from 'vitest';
import { ShownPages } from '../../src/serve/access/shown-pages.ts';

const pageOf = (text: string) => ({ status: 200, text, asks: null });

test('twenty pages of a session are kept, and two million characters; the oldest give way', () => {
  const pages = new ShownPages(() => 0);
  const ids = Array.from({ length: 21 }, (_, place) => pages.keep(pageOf(String(place))));
  expect(ids.map((id) => pages.find(id)?.text)).toEqual([undefined, ...ids.slice(1).map((_, place) => `${place + 1}`)]);
  const large = pages.keep(pageOf('x'.repeat(2_000_001)));
  expect(ids.filter((id) => pages.find(id) !== undefined)).toEqual([]);
  expect(pages.find(large)?.text).toHaveLength(2_000_001);
});
