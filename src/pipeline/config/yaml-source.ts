import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLError } from 'yaml';
import { type KeyPath, type Place, pathText } from './problems.ts';
import type { Environment } from './substitute.ts';

/** Far more than any pipeline needs; aliases of aliases can make a small file endless. */
const MOST_NODES = 20_000;

export interface SourceProblem {
  readonly place: Place;
  readonly message: string;
}

interface Entry {
  readonly place: Place;
  readonly keyPlace: Place | undefined;
  /** Names of the variables in this very value. */
  readonly variables: readonly string[];
  /** The text as it stands in the file, before variables were replaced. */
  readonly written: unknown;
}

/** The pipeline file as plain data, with the place of everything in it. */
export interface Source {
  readonly data: unknown;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly problems: readonly SourceProblem[];
  /** True where the text is not YAML, so that `data` is not worth a look. */
  readonly broken: boolean;
}

const idOf = (path: KeyPath): string => JSON.stringify(path);

export function entryAt(source: Source, path: KeyPath): Entry | undefined {
  return source.entries.get(idOf(path));
}

export function readSource(text: string, environment: Environment): Source {
  const lines = new LineCounter();
  // Its own messages quote the line, and with it perhaps a key.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems: SourceProblem[] = [...document.errors, ...document.warnings].map((error) => ({
    place: placeAt(error.pos[0]),
    message: syntaxSentence(error.code),
  }));
  const broken = document.errors.some((error) => error.code !== 'DUPLICATE_KEY');
  const entries = new Map<string, Entry>();
  let nodes = 0;

  const note = (path: KeyPath, offset: number, keyPlace: Place | undefined, written: unknown): unknown => {
    const place = placeAt(offset);
    const replaced = typeof written === 'string' ? environment.replace(written) : undefined;
    if (replaced?.malformed === true) {
      const expected = `expected a reference like \${WEST_STORE_KEY}; close the brace, and use letters, digits and "_" only`;
      problems.push({ place, message: `${pathText(path)} holds "\${" without a name and "}"; ${expected}` });
    }
    entries.set(idOf(path), { place, keyPlace, variables: replaced?.variables ?? [], written });
    return replaced === undefined ? written : replaced.value;
  };

  const walk = (node: unknown, path: KeyPath, keyPlace: Place | undefined, fallback: number): unknown => {
    nodes += 1;
    if (nodes > MOST_NODES || path.length > 20) return undefined;
    if (isAlias(node)) return walk(node.resolve(document), path, keyPlace, node.range?.[0] ?? fallback);
    if (isScalar(node)) return note(path, node.range?.[0] ?? fallback, keyPlace, node.value);
    if (isSeq(node)) {
      const start = node.range?.[0] ?? fallback;
      note(path, start, keyPlace, node.items);
      return node.items.map((item, index) => walk(item, [...path, index], undefined, start));
    }
    if (isMap(node)) {
      const start = node.range?.[0] ?? fallback;
      note(path, start, keyPlace, node.items);
      const result: Record<string, unknown> = {};
      for (const pair of node.items) walkPair(pair, path, start, result);
      return result;
    }
    return note(path, fallback, keyPlace, null);
  };

  const walkPair = (pair: Pair, path: KeyPath, start: number, result: Record<string, unknown>): void => {
    const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? start) : start;
    const name = isScalar(pair.key) ? keyName(pair.key.value, pair.key.source) : undefined;
    if (name === undefined || name === '__proto__') {
      const message = `a key in ${pathText(path)} is not a text; expected a name; write "" for the empty prefix`;
      problems.push({ place: placeAt(offset), message });
      return;
    }
    result[name] = walk(pair.value, [...path, name], placeAt(offset), offset);
  };

  const data = broken ? undefined : walk(document.contents, [], undefined, 0);
  if (nodes > MOST_NODES) {
    const message = 'the file is too large or its aliases never end; expected a pipeline; write the parts out';
    problems.push({ place: { line: 1, column: 1 }, message });
  }
  return { data, entries, problems, broken: broken || nodes > MOST_NODES };
}

function keyName(value: unknown, source: string | undefined): string | undefined {
  if (typeof value === 'string') return value;
  // `{ 007: W }`: the prefix is what stands there, not the number seven.
  return typeof value === 'number' ? (source ?? String(value)) : undefined;
}

function syntaxSentence(code: YAMLError['code']): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'a key stands here for the second time; expected each key once; take one of the two away';
    case 'BAD_ALIAS':
      return 'a value begins with "*", or an alias names nothing; expected a value; put texts with special characters in quotes';
    case 'TAB_AS_INDENT':
      return 'a tab stands where the line begins; expected blanks; indent with two blanks';
    case 'MISSING_CHAR':
      return 'a bracket, a quote or a comma is missing; expected YAML; close what was opened before this place';
    case 'BAD_INDENT':
      return 'the indentation does not fit the lines above; expected YAML; indent what belongs together alike';
    case 'MULTIPLE_DOCS':
      return 'a second document begins; expected one pipeline per file; take "---" away';
    case 'TAG_RESOLVE_FAILED':
      return 'a value begins with "!"; expected a plain value; put texts with special characters in quotes';
    default:
      return `the text is not YAML here (${code}); expected "key: value"; look at quotes, colons and indentation`;
  }
}
