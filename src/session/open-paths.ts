import { realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { Pipeline } from '../config/pipeline.ts';
import type { KeptPath } from '../ledger/keeper.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { batchesFolder } from './batch-folder.ts';
import { requestLogFile } from './state-home.ts';

/** A folder or file with data of the pipeline that others on this machine may read or write. */
interface OpenPath {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

interface Looked {
  readonly path: string;
  /** As in "the folder of the ledger". */
  readonly what: string;
  /** What to do where its rights are not ours to take. */
  readonly elsewhere: string;
  /** Others than its user have to get in, by their group. */
  readonly groupComesIn?: true;
}

const OTHERS = 0o066;
const STICKY = 0o1000;

/**
 * What we make is for its user alone; what was there before is left as it is, and said. A file that is open matters only
 * where its folder lets others in.
 */
export function openPaths(pipeline: Pipeline, home: string): OpenPath[] {
  const kept = keeperOf(pipeline).paths();
  const looked = foldersOf(
    pipeline,
    home,
    kept.filter(({ isFolder }) => isFolder),
  );
  const folders = new Map(looked.map((folder) => [realOf(folder.path), folder]));
  const open = [...folders.values()].flatMap((folder) => describe(folder, 0o700, true));
  const files = [...kept.filter(({ isFolder }) => !isFolder).map((one) => one.path), requestLogFile(home)]
    .filter((file) => ((factsOf(path.dirname(file))?.mode ?? 0) & 0o077) !== 0)
    .flatMap((file) => describe({ path: file, what: 'the file', elsewhere: MOVE }, 0o600, false));
  return [...open, ...files];
}

const MOVE = 'Move it into a folder of your own.';

const KEPT: Readonly<Record<KeptPath['holds'], string>> = {
  ledger: 'the folder of the ledger',
  backups: 'the folder of the backups',
};

function foldersOf(pipeline: Pipeline, home: string, kept: readonly KeptPath[]): Looked[] {
  const ledger = `Put the ledger into a folder of your own: \`ledger\` in ${pipeline.file}, then \`doctor --moved\`.`;
  const watched = pipeline.secondaries.flatMap(({ name, source }) => {
    if (source === undefined || source.files.startsWith('sftp://')) return [];
    const elsewhere = `Take a folder that only this user, and whoever delivers the files, can use: \`source\` of ${name}.`;
    const into = {
      path: path.dirname(source.files),
      what: `the folder of the files of ${name}`,
      elsewhere,
      groupComesIn: true,
    } as const;
    const done = { path: source.moveTo ?? '', what: `the folder of the files of ${name} that are done`, elsewhere };
    return source.moveTo === undefined ? [into] : [into, done];
  });
  return [
    ...kept.map(({ path: folder, holds }) => ({ path: folder, what: KEPT[holds], elsewhere: ledger })),
    { path: batchesFolder(pipeline), what: 'the folder of the export batches', elsewhere: ledger },
    {
      path: path.resolve(home),
      what: 'the state home',
      elsewhere: 'Set NETO_CONSOLIDATOR_HOME to a folder of your own, then `doctor --moved`.',
    },
    ...watched,
  ];
}

function describe(
  { path: file, what, elsewhere, groupComesIn }: Looked,
  wanted: number,
  isFolder: boolean,
): OpenPath[] {
  const found = factsOf(file);
  // Windows keeps rights elsewhere.
  if (process.platform === 'win32' || found === undefined || found.isDirectory() !== isFolder) return [];
  const open = found.mode & (groupComesIn === true ? OTHERS & 0o007 : OTHERS);
  if (open === 0) return [];
  const verbs = [(open & 0o044) === 0 ? [] : ['read'], (open & 0o022) === 0 ? [] : ['write']].flat();
  const rights = (found.mode & 0o777).toString(8);
  const message = `Other users of this machine can ${verbs.join(' and ')} ${what}, ${file} (${rights}).`;
  // A folder that all use, such as /tmp, and what is another's, must not be closed by us.
  const isOurs = (found.mode & STICKY) === 0 && [found.uid, 0].includes(process.getuid?.() ?? found.uid);
  const change = groupComesIn === true ? 'o-rwx' : wanted.toString(8);
  const remedy = isOurs ? `Take that right away: chmod ${change} ${quoted(file)}` : elsewhere;
  return [{ path: file, message, remedy }];
}

function factsOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** As a shell takes it for one word. */
function quoted(file: string): string {
  return /^[\w./@%+=:,-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}
