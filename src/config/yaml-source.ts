import { LineCounter, parseDocument } from 'yaml';
import { indentationSlip } from './indentation.ts';
import type { KeyPath, Place } from './problems.ts';
import { type Environment, shieldReferences } from './substitute.ts';
import { type Entry, idOf, type SourceProblem, syntaxSentence, YamlWalk } from './yaml-walk.ts';

export type { SourceProblem } from './yaml-walk.ts';

/** The pipeline file as plain data, with the place of everything in it. */
export interface Source {
  readonly data: unknown;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly problems: readonly SourceProblem[];
  /** True where the text is not YAML, so that `data` is not worth a look. */
  readonly broken: boolean;
}

export function entryAt(source: Source, path: KeyPath): Entry | undefined {
  return source.entries.get(idOf(path));
}

/** @param evenIfBroken also what is no YAML is read as far as it goes; what comes out may be anything */
export function readSource(
  text: string,
  environment: Environment,
  { evenIfBroken = false }: { readonly evenIfBroken?: boolean } = {},
): Source {
  const lines = new LineCounter();
  const shielded = shieldReferences(text);
  const document = parseDocument(shielded.text, {
    lineCounter: lines,
    prettyErrors: false,
    // 'silent' would also be silent about a second document.
    logLevel: 'error',
    // Whatever a %YAML line asks for: `no` stays a word, and a day stays a text.
    schema: 'core',
    resolveKnownTags: false,
    // The walk looks for double keys itself: to the parser, 1 and "1" are two.
    uniqueKeys: false,
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const walk = new YamlWalk({ environment, document, placeAt, unshield: shielded.unshield });
  const { entries, problems } = walk;
  // One slip makes errors all the way down, so only the first is told.
  const broken = document.errors.length > 0;
  for (const { code, pos } of broken ? document.errors.slice(0, 1) : document.warnings) {
    const slip = broken ? indentationSlip(text, placeAt(pos[0]).line) : undefined;
    if (slip === undefined) walk.report(pos[0], syntaxSentence(code));
    else problems.push(slip);
  }
  const data = broken && !evenIfBroken ? undefined : walk.value(document.contents, [], undefined, 0);
  if (walk.exhausted) {
    walk.report(0, 'the file is too large or its aliases never end; expected a pipeline; write the parts out');
  }
  return { data, entries, problems, broken: broken || walk.exhausted };
}
