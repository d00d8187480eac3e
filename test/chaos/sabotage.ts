import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Patch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** One protection taken out of the program each. */
export const sabotages: Readonly<Record<string, readonly Patch[]>> = {
  'look-up before retry': [
    {
      file: 'src/pipeline/load-batch.ts',
      from: 'const there = batch.there ?? (await batch.target.lookUp(items));',
      to: 'const there = new Map();',
    },
    {
      file: 'src/pipeline/settle-intents.ts',
      from: 'const held = await target.lookUp(open.map(({ item }) => item));',
      to: 'const held = new Map();',
    },
    {
      file: 'src/pipeline/settle-intents.ts',
      from: 'if (options.repeatable === true) return true;',
      to: 'return true;',
    },
  ],
  'intent before write': [
    {
      file: 'src/pipeline/load-batch.ts',
      from: 'const intents = await recordIntents(batch, absent);\n  const answer = await write(batch, absent, intents);',
      to: 'const answer = await write(batch, absent, []);\n  const intents = await recordIntents(batch, absent);',
    },
  ],
  'read-back': [
    {
      file: 'src/pipeline/load-batch.ts',
      from: 'const held = await readBack(batch, absent, answer);',
      to: 'const held = new Map(answer?.kind === "accepted" ? absent.map(({ targetId }) => [targetId.toLowerCase(), null]) : await readBack(batch, absent, answer));',
    },
    {
      file: 'src/pipeline/load-batch.ts',
      from: 'if (!target.isCopyOf(item, held)) {',
      to: 'if (held !== null && !target.isCopyOf(item, held)) {',
    },
    {
      file: 'src/pipeline/load-batch.ts',
      from: 'const doubt = target.doubt?.(item, held);',
      to: 'const doubt = held === null ? undefined : target.doubt?.(item, held);',
    },
    {
      file: 'src/pipeline/load-batch.ts',
      from: 'await batch.target.readBack?.(item, there);',
      to: 'if (there !== null) await batch.target.readBack?.(item, there);',
    },
    {
      file: 'src/pipeline/load-batch.ts',
      from: 'const differences = target.compare(item.draft, held);',
      to: 'const differences = held === null ? [] : target.compare(item.draft, held);',
    },
  ],
  lock: [
    {
      file: 'src/pipeline/run/lock.ts',
      from: '  let database: DatabaseSync | undefined;\n  try {',
      to: '  let database: DatabaseSync | undefined;\n  if (file) return { release() {} };\n  try {',
    },
  ],
  overlap: [
    {
      file: 'src/pipeline/run/extract/store-window.ts',
      from: 'return addSeconds(watermark, -overlapSeconds);',
      to: 'return addSeconds(watermark, 0 * overlapSeconds);',
    },
  ],
};

/** @returns the folder of a copy of the program with these patches, each of which must match once */
export function sabotaged(patches: readonly Patch[]): { readonly program: string; remove(): void } {
  const repository = join(import.meta.dirname, '../..');
  const program = mkdtempSync(join(tmpdir(), 'sabotage-'));
  mkdirSync(join(program, 'test'));
  for (const folder of ['src', 'test/chaos'])
    cpSync(join(repository, folder), join(program, folder), { recursive: true });
  cpSync(join(repository, 'package.json'), join(program, 'package.json'));
  symlinkSync(join(repository, 'node_modules'), join(program, 'node_modules'));
  for (const { file, from, to } of patches) {
    const path = join(program, file);
    const pieces = readFileSync(path, 'utf8').split(from);
    if (pieces.length !== 2) throw new Error(`${file} has ${pieces.length - 1} places to patch: ${from}`);
    writeFileSync(path, pieces.join(to));
  }
  return { program, remove: () => rmSync(program, { recursive: true, force: true }) };
}
