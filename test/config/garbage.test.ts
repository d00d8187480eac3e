import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { ConsolidatorError, exitCodeOf } from '../../src/model/errors.ts';
import { many } from '../support/many.ts';
import { full, two, write } from './sample.ts';

/** Long enough not to come about by chance. */
const secrets = {
  MAIN_KEY: 'mk-secret-8f3a91c7',
  MAIN_USER: 'mu-secret-5d0e62b4',
  WEST_KEY: 'wk-secret-17b2c9e0',
  NORTH_KEY: 'nk-secret-c4d5e6f7',
  OTHER: 'ot secret: {"a": [1]}\n#*&!',
};

let file = '';

beforeEach(async () => {
  file = await write('');
});

async function judge(bytes: string | Uint8Array): Promise<void> {
  await writeFile(file, bytes);
  try {
    await readPipeline(file, secrets);
  } catch (error) {
    expect(error).toBeInstanceOf(ConsolidatorError);
    if (!(error instanceof ConsolidatorError)) throw error;
    expect(exitCodeOf(error)).toBe(2);
    for (const line of error.message.split('\n')) {
      expect(line.startsWith(`${file}:`)).toBe(true);
      expect(line.slice(file.length)).toMatch(/^:[1-9]\d*:[1-9]\d*: .+; expected .+; .+/);
      expect(line).not.toMatch(/^\s+at .+:\d+:\d+\)?$|\bnode:internal|YAML(Parse)?Error|ZodError|TypeError|\[object /);
    }
    // The cause is printed where somebody looks into an error, so it counts as well.
    const shown = inspect(error, { depth: 5 });
    for (const secret of Object.values(secrets)) expect(shown).not.toContain(secret.split('\n')[0]);
  }
}

const words = fc.constantFrom(
  ...[
    'name',
    'primary',
    'secondaries',
    'key',
    'url',
    'prefix',
    'N',
    `\${MAIN_KEY}`,
    `\${OTHER}`,
    `\${NOT_SET}`,
    `\${`,
    '}',
  ],
  ...[
    ': ',
    '\n',
    '\n  ',
    '\n- ',
    '{',
    '[',
    ']',
    ',',
    '"',
    "'",
    '&a ',
    '*a',
    '!!map ',
    '!x ',
    '? ',
    '| ',
    '> ',
    '\t',
    '#',
  ],
  ...[
    'null',
    '1e999',
    '0x10',
    '-.inf',
    '2026-07-01',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '<<',
    '__proto__',
    '\u0000',
    '\u{1F600}',
  ],
);

test('any bytes', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), judge), { numRuns: many(100, 200) });
});

test('any text', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), judge), { numRuns: many(100, 200) });
});

test('YAML in pieces', async () => {
  const text = fc.array(words, { maxLength: 60 }).map((pieces) => pieces.join(''));
  await fc.assert(fc.asyncProperty(text, judge), { numRuns: many(150, 600) });
});

test('a right file with a piece taken out, put in or moved', async () => {
  const broken = fc
    .record({
      text: fc.constantFrom(full, two),
      from: fc.nat(2500),
      length: fc.nat(40),
      piece: fc.array(words, { maxLength: 4 }),
    })
    .map(({ text, from, length, piece }) => text.slice(0, from) + piece.join('') + text.slice(from + length));
  await fc.assert(fc.asyncProperty(broken, judge), { numRuns: many(100, 400) });
});

test('a right file in which any value is anything', async () => {
  const value = fc.oneof(
    fc.json({ maxDepth: 3 }),
    words,
    fc.constantFrom(`"\${OTHER}"`, `\${MAIN_KEY}`, `["\${WEST_KEY}"]`),
  );
  const lines = full.split('\n');
  const broken = fc
    .record({ line: fc.nat(lines.length - 2), value })
    .map((choice) =>
      lines
        .map((line, index) => (index === choice.line ? line.replace(/(: ).*|:$/, () => `: ${choice.value}`) : line))
        .join('\n'),
    );
  await fc.assert(fc.asyncProperty(broken, judge), { numRuns: many(100, 400) });
});
