import { expect, test } from 'vitest';
import { reasons } from '../../src/model/reasons.ts';
import { onPage } from '../../src/serve/frame/on-page.ts';

test.each([
  ['`link` it to the one there, or `accept` it.', '“link” it to the one there, or “accept” it.'],
  ['cancel it, then `drop` it; `quarantine drop N1 --reason "…"`', 'cancel it, then “leave it out”; “leave out”'],
  [
    'If so: `neto-consolidator link p.yaml N1 --as N5`. If not: `quarantine retry N1 --another`.',
    'If so: “link”. If not: “It is another one”.',
  ],
  ['`retry` them after that, or `map` it', '“try them again” after that, or “say what it is”'],
  ['An order has one copy: name one number with --as.', 'An order has one copy: name one number.'],
  ['Run it: `neto-consolidator run p.yaml`, `adopt` it', 'Run it: “start a run now”, “take it over”'],
  ['Import them; then `export confirm` it with its number.', 'Import them; then “look what has arrived”.'],
  ['Take it over with `adopt`: the next run sees it', 'Take it over with “take it over”: the next run sees it'],
  ['where they are wanted: `run --yes`', 'where they are wanted: “copy them”'],
  ['try a few first: `run --limit 5`', 'try a few first: `run --limit 5`'],
  ['`linked` and `dropping`', '`linked` and `dropping`'],
])('%s', (text, meant) => {
  expect(onPage(text)).toBe(meant);
});

test('no remedy of a reason names a command on the page that the page has a choice for', () => {
  const told = Object.values(reasons).map((reason) => onPage('remedy' in reason ? String(reason.remedy) : ''));
  expect(told.filter((text) => /`(?:quarantine )?(?:link|accept|drop|retry|map)\b/.test(text))).toEqual([]);
  expect(told.filter((text) => text.includes('“')).length).toBeGreaterThan(10);
});

test('no remedy of a reason names a command in plain words, which the page could not tell as its own choice', () => {
  const bare = Object.entries(reasons).filter(([, { remedy }]) =>
    /\b(?:retry|drop|link)\b/.test(remedy.replaceAll(/`[^`]*`/g, '')),
  );
  expect(bare.map(([code]) => code)).toEqual([]);
});
