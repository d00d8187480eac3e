import { expect, test } from 'vitest';
import { programForHelp } from '../../src/cli/help-page.ts';
import { errorCodes } from '../../src/model/error-codes.ts';
import { reasons } from '../../src/model/reasons.ts';
import { onPage, WHO_DOES_IT } from '../../src/serve/frame/on-page.ts';

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
  ['try a few first: `run --limit 5`', `try a few first: \`run --limit 5\` ${WHO_DOES_IT}`],
  ['Look at `plan`, `quarantine list` and `status`', 'Look at “To do”, “Quarantine” and “Verdict”'],
  ['the path in `ledger`, and `xero.organisation`', 'the path in `ledger`, and `xero.organisation`'],
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

/** Words of a sentence that only a terminal understands, by the names of the commands themselves. */
async function commandsIn(): Promise<(text: string) => string[]> {
  const names = (await programForHelp()).commands.map((one) => one.name());
  // These are keys of the pipeline file as well, where nothing follows them.
  const isKey = (quoted: string): boolean => /^(?:ledger|xero|schedule)$/.test(quoted);
  return (text) =>
    [...text.matchAll(/`([^`]+)`/g)].flatMap(([, quoted = '']) => {
      const [first = ''] = quoted.replace(/^neto-consolidator /, '').split(' ');
      return !isKey(quoted) && (names.includes(first) || quoted.startsWith('--')) ? [quoted] : [];
    });
}

test('no reason and no error that a page can show leaves somebody with a command alone', async () => {
  const commands = await commandsIn();
  const texts = [...Object.entries(reasons), ...Object.entries(errorCodes)].flatMap(([code, entry]) =>
    Object.values(entry).flatMap((text) => (typeof text === 'string' ? [{ code, text: onPage(text) }] : [])),
  );
  expect(texts.length).toBeGreaterThan(300);
  const alone = texts.filter(
    ({ text }) => commands(text.replace(WHO_DOES_IT, '')).length > 0 && !text.includes(WHO_DOES_IT),
  );
  expect(alone).toEqual([]);
  // Where the page has a form, it is named, and nobody is sent to anybody.
  const sent = texts.filter(({ text }) => text.includes(WHO_DOES_IT));
  expect(sent.length).toBeLessThan(40);
  expect(sent.filter(({ text }) => commands(text.replace(WHO_DOES_IT, '')).length === 0)).toEqual([]);
});
