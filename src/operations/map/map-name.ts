import { readFile } from 'node:fs/promises';
import { replaceFile } from '../../config/edit/replace-file.ts';
import { type EntryPath, entryLines, setEntry } from '../../config/edit/set-entry.ts';
import type { Pipeline, Secondary } from '../../config/pipeline.ts';
import { closest } from '../../config/problems.ts';
import { readPipeline } from '../../config/read-pipeline.ts';
import { escapeReferences } from '../../config/substitute.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { spelledIn } from '../../model/method-names.ts';
import type { PrimaryNames } from '../../session/primary-names.ts';
import { type Mapping, type MappingName, mappings } from './mappings.ts';

export interface MapOptions {
  readonly pipeline: Pipeline;
  /** The pipeline file as it was given. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly what: MappingName;
  /** As its own store calls it. */
  readonly name: string;
  /** As the primary calls it; of a prefix the one that its copies get, of payment terms their days. */
  readonly to: string;
  readonly store: string;
  /** Asks the primary; undefined where it is not to be asked. */
  readonly primaryNames: (() => Promise<PrimaryNames>) | undefined;
  readonly dryRun: boolean;
  /** What the person saw that it was before, null for nothing; left out: they take it as it is. */
  readonly seen?: string | null | undefined;
  /** Told what is to be made of the file, just before it is: what it throws leaves the file as it was. */
  readonly beginning?: ((about: MapChange) => Promise<void>) | undefined;
  /** Where the text is kept, where that is no file. */
  readonly kept?: KeptText | undefined;
}

/** The text of a pipeline that is stored elsewhere than in a file. */
export interface KeptText {
  read(): Promise<string>;
  /**
   * @param isTried it is only looked at whether it would be right
   * @throws ConsolidatorError where it would not be; `usage` where it is not `before` any more
   */
  replace(texts: { readonly before: string; readonly after: string; readonly isTried: boolean }): Promise<void>;
}

/** A change of the pipeline file that is about to be made. */
export interface MapChange {
  readonly result: MapResult;
  readonly texts: { readonly before: string; readonly after: string };
}

export interface MapResult {
  readonly store: string;
  readonly what: MappingName;
  readonly name: string;
  /** As the primary spells it. */
  readonly to: string;
  /** What it was before; null where the file did not say. */
  readonly before: string | null;
  /** `by-hand`: the file stays as it is, and a person adds the lines. */
  readonly result: 'changed' | 'would-change' | 'unchanged' | 'by-hand';
  /** Lines that differ, as `-` and `+` lines; of `by-hand` those to add. */
  readonly lines: readonly string[];
  /** Why it has no effect as the file is; null where it has. */
  readonly idle: string | null;
}

/**
 * Says in the pipeline file what a name of a store is in the primary. Comments and all else in it stay as they are, and the
 * file is put in place only if the whole of it is still right.
 * @throws ConsolidatorError `usage` for a name that the primary lacks, and where the file says something else by now than the person saw; `config-invalid` where the file would not be right any more
 */
export async function mapName(options: MapOptions): Promise<MapResult> {
  const { pipeline, file, environment, what, store, dryRun } = options;
  const mapping: Mapping = mappings[what];
  const place = pipeline.secondaries.findIndex(({ name }) => name === store);
  const secondary = pipeline.secondaries[place];
  if (secondary === undefined) throw new ConsolidatorError('usage', `There is no secondary store ${store}.`);
  const to = await spelledAsThere(mapping, options);
  const name = escapeReferences(spelledAsHere(mapping, secondary, options.name));
  const path: EntryPath = ['secondaries', place, ...mapping.path, name];
  const { kept } = options;
  const before = await (kept === undefined ? readFile(pipeline.file, 'utf8') : kept.read());
  const value = mapping.entryOf?.(to) ?? escapeReferences(to);
  const edited = setEntry(before, path, value);
  const was = mapping.mapOf(secondary)[spelledAsHere(mapping, secondary, options.name)];
  const said = {
    store,
    what,
    name: options.name,
    to,
    before: was === undefined ? null : String(was),
    idle: mapping.idle?.(secondary) ?? null,
  };
  if (edited.kind === 'unchanged') return { ...said, result: 'unchanged', lines: [] };
  refuseUnseen(mapping, said, options.seen);
  if (edited.kind === 'by-hand')
    return { ...said, result: 'by-hand', lines: entryLines(path.slice(2), value).split('\n') };
  const after = withoutLeftOpen(edited.text, mapping, options.name);
  const lines = changedLines(before, after);
  const done = { ...said, result: dryRun ? ('would-change' as const) : ('changed' as const), lines };
  const texts = { before, after, isTried: dryRun };
  if (kept !== undefined) {
    await kept.replace(texts);
    return done;
  }
  await replaceFile(pipeline.file, texts, async (beside) => {
    await readPipeline(beside, environment).catch((error: unknown) => {
      throw asSaidOf(file, beside, error);
    });
    if (!dryRun) await options.beginning?.({ result: done, texts });
  }).catch((error: unknown) => {
    throw withLines(error, entryLines(path.slice(2), value), store);
  });
  return done;
}

/** @throws ConsolidatorError `usage` */
function refuseUnseen(
  { words }: Mapping,
  { store, name, before }: Pick<MapResult, 'store' | 'name' | 'before'>,
  seen: MapOptions['seen'],
): void {
  if (seen === undefined || seen === before) return;
  const says = (text: string | null): string => (text === null ? 'nothing' : JSON.stringify(text));
  throw new ConsolidatorError(
    'usage',
    `Nothing was changed, since the pipeline file is not as you saw it any more: of ${words} ${JSON.stringify(name)} of ${store} it said ${says(seen)}, and now it says ${says(before)}. Look again, and decide anew.`,
  );
}

/** The primary's own spelling. @throws ConsolidatorError `usage` */
async function spelledAsThere(
  { namesIn, words }: Mapping,
  { to, primaryNames }: Pick<MapOptions, 'to' | 'primaryNames'>,
): Promise<string> {
  if (namesIn === undefined || primaryNames === undefined) return to;
  const names = [...namesIn(await primaryNames())].sort();
  const found = spelledIn(names, to);
  if (found !== undefined) return found;
  const near = closest(to, names);
  const hint = near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`;
  const all = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`;
  throw new ConsolidatorError('usage', `The primary has no active ${words} ${JSON.stringify(to)}.${hint} ${all}`);
}

/** A name that the file has already, in another case, is that entry. */
function spelledAsHere(mapping: Mapping, secondary: Secondary, name: string): string {
  const names = Object.keys(mapping.mapOf(secondary));
  return mapping.isExact === true ? name : (spelledIn(names, name) ?? name);
}

/** `init` notes what it leaves open: no more of this name. Whose note it is, the place of its store tells no better than the name. */
function withoutLeftOpen(text: string, { words }: Mapping, name: string): string {
  const note = `# Left open: ${words} ${JSON.stringify(name)}.`;
  const lines = text.split('\n');
  const starts = lines.flatMap((line, at) => (line.trim().startsWith(note) ? [at] : []));
  const [start] = starts;
  // Two stores may have left the same name open, and one of them still does.
  if (start === undefined || starts.length > 1) return text;
  // A long one goes on in the next lines.
  const isLast = (line: string): boolean => /waits for you\.$/.test(line.trim());
  const length = lines.slice(start).findIndex(isLast) + 1;
  const isNote = length > 0 && lines.slice(start, start + length).every((line) => line.trim().startsWith('#'));
  return isNote ? lines.toSpliced(start, length).join('\n') : text;
}

function changedLines(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old[old.length - 1 - end] === now[now.length - 1 - end])
    end += 1;
  const lines = (list: readonly string[], sign: string): string[] =>
    list.slice(start, list.length - end).map((line) => `${sign} ${line.trimEnd()}`);
  return [...lines(old, '-'), ...lines(now, '+')];
}

function asSaidOf(file: string, beside: string, error: unknown): unknown {
  if (!(error instanceof ConsolidatorError)) return error;
  const message = error.message.replaceAll(beside, file);
  return new ConsolidatorError(
    error.code,
    `So the file would not be right any more, and stays as it was:\n${message}`,
    {
      remedy: 'Nothing was changed. Give another name behind --to; the message says why this one does not go.',
    },
  );
}

/** Where the file can't be written, a person can do it elsewhere. */
function withLines(error: unknown, lines: string, store: string): unknown {
  if (!(error instanceof ConsolidatorError) || error.code !== 'file-unwritable') return error;
  const words = `${error.message}\nAdd these lines to the entry of ${store} under \`secondaries\` yourself:\n${lines}`;
  return new ConsolidatorError('file-unwritable', words, { cause: error.cause });
}
