import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { type ChunkingContext, rolldown } from 'rolldown';

const repository = path.join(import.meta.dirname, '../..');

/** What is called from outside the package, or started as a process of its own. Each keeps its place, so that it is found there. */
const ENTRIES = ['cli/main', 'cli/demo/kept/process', 'index'];

/** Packages of many files that nearly every command loads: 95 and 74. All others stay as npm installs them. */
export const INLINED = ['zod', 'yaml'];

/** Where it is said whose code that is, which their licences ask for. */
export const LICENCES = 'THIRD-PARTY-LICENCES.txt';

/**
 * What is loaded together is one file: what a command line begins with; what can be given to commands; what looks into a ledger; what
 * a run takes besides. Each holds what its roots import, but for what is in one before it, so that none needs one after it. A root
 * that is imported only when it is needed stands here where that is always so. All else is split by who imports it.
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  start: ['src/cli/start.ts'],
  commands: readdirSync(path.join(repository, 'src/cli/commands'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/cli/commands/${name}`),
  look: ['src/cli/actions/status.ts', 'src/ledger/storage/sqlite/sqlite-files.ts'],
  run: [
    'src/cli/actions/run.ts',
    'src/ledger/verbs/workspace.ts',
    'src/ledger/verbs/change-records.ts',
    'src/ledger/verbs/decision-verbs.ts',
  ],
};

/** Writes the program into few files, since to find and link a file takes longer than to read it: decision 66. */
export async function bundleInto(folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: repository,
    platform: 'node',
    input: Object.fromEntries(ENTRIES.map((name) => [name, path.join(repository, `src/${name}.ts`)])),
    // A checkout may lead to the packages of another one, and must come to the same bytes.
    resolve: { symlinks: false },
    external: (name) => isPackage(name) && !INLINED.includes(name) && isInstalled(name),
    // As it stands: every Node that it is for knows it, and runs the source like that.
    transform: { target: 'esnext' },
    onLog: (level, { code, message }) => {
      // Files of one layer may name each other as ones to be loaded later, which then are there already.
      if (level === 'warn' && code !== 'INEFFECTIVE_DYNAMIC_IMPORT') throw new Error(message);
    },
  });
  try {
    let layers: ReadonlyMap<string, string> | undefined;
    await bundle.write({
      dir: folder,
      entryFileNames: '[name].js',
      // As deep as `src/model` and `dist/cli`: `packageRoot` goes up by two.
      chunkFileNames: 'parts/[name]-[hash].js',
      comments: { legal: true, annotation: false, jsdoc: false },
      // Names stay, since some are told where something fails.
      minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
      codeSplitting: {
        groups: Object.keys(LAYERS).map((layer, place, all) => ({
          debugName: layer,
          name: (file, context) => {
            layers ??= layersOf(context);
            return layers.get(file) === layer ? layer : null;
          },
          // What one takes is not in those after it.
          priority: all.length - place,
        })),
      },
    });
  } finally {
    await bundle.close();
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.js')) writeInAscii(path.join(folder, name));
  writeFileSync(path.join(folder, LICENCES), licences());
}

/** V8 keeps the text of a program as long as it runs, with two bytes for each character where a single one is no Latin letter. */
function writeInAscii(file: string): void {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all that is not ASCII
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/[^\x00-\x7f]/g, escaped));
}

function isPackage(name: string): boolean {
  return !name.startsWith('.') && !path.isAbsolute(name);
}

/** @throws Error where a user would have nothing under this name */
function isInstalled(name: string): true {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
  const known = [dependencies, peerDependencies].flatMap(Object.keys);
  if (isBuiltin(name) || known.some((one) => name === one || name.startsWith(`${one}/`))) return true;
  throw new Error(`The program would need ${name}, which is no dependency of it.`);
}

function layersOf(context: ChunkingContext): ReadonlyMap<string, string> {
  const layers = new Map<string, string>();
  const put = (file: string, layer: string): void => {
    const module = context.getModuleInfo(file);
    if (module === null || layers.has(file)) return;
    layers.set(file, layer);
    for (const imported of [...module.importedIds]) put(imported, layer);
  };
  for (const [layer, roots] of Object.entries(LAYERS))
    for (const root of roots) {
      const file = path.join(repository, root);
      if (context.getModuleInfo(file) === null)
        throw new Error(`${root} is named as a root of the build, and not there.`);
      put(file, layer);
    }
  return layers;
}

function licences(): string {
  const parts = INLINED.map((name) => {
    const folder = path.join(repository, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${readFileSync(path.join(folder, 'LICENSE'), 'utf8').trim()}\n`;
  });
  return ['These packages are part of the files of this program.\n', ...parts].join('\n---\n\n');
}

if (import.meta.main) await bundleInto(path.join(repository, 'dist'));
