import { expect, test } from 'vitest';
import { documents } from '../../src/cli/documents/index.ts';
import { everyCommand } from '../../src/cli/every-command.ts';
import { programForHelp } from '../../src/cli/help-page.ts';

test('every command that takes --output has a document of a described shape', async () => {
  const printing = everyCommand(await programForHelp())
    .filter(({ command }) => command.options.some(({ long }) => long === '--output'))
    .map(({ name }) => name.replace(/^neto-consolidator /, ''));
  expect(printing.length).toBeGreaterThan(15);
  expect(printing.filter((name) => !Object.hasOwn(documents, name))).toEqual([]);
});
