import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLError } from 'yaml';
import { type KeyPath, type Place, pathText } from './problems.ts';
import { type Environment, holdsReference, unescapeReferences } from './substitute.ts';

/** Far more than any pipeline needs; aliases of aliases can make a small file endless. */
const MOST_NODES = 20_000;
const MOST_ALIASES = 200;
const DEEPEST = 20;

export interface SourceProblem {
  readonly place: Place;
  readonly message: string;
}

export interface Entry {
  readonly place: Place;
  readonly keyPlace: Place | undefined;
  /** Names of the variables in this very value. */
  readonly variables: readonly string[];
  /** The value before variables were replaced. */
  readonly written: unknown;
  /** The characters that stand there, for a number like `007`. */
  readonly characters: string | undefined;
  /** The keys of a map in the file's order, which an object does not keep for keys like `1`. */
  readonly names: readonly string[];
}

interface WalkOptions {
  readonly environment: Environment;
  readonly document: Document;
  readonly placeAt: (offset: number) => Place;
  /** Gives a text the braces of its variables back. */
  readonly unshield: (parsed: string) => string;
}

export const idOf = (path: KeyPath): string => JSON.stringify(path);

/** Turns the parsed file into plain data, and notes where everything stands. */
export class YamlWalk {
  readonly entries = new Map<string, Entry>();
  readonly problems: SourceProblem[] = [];
  readonly #environment: Environment;
  readonly #document: Document;
  readonly #placeAt: (offset: number) => Place;
  readonly #unshield: (parsed: string) => string;
  #nodes = 0;
  #aliases = 0;

  constructor({ environment, document, placeAt, unshield }: WalkOptions) {
    this.#environment = environment;
    this.#document = document;
    this.#placeAt = placeAt;
    this.#unshield = unshield;
  }

  get exhausted(): boolean {
    return this.#nodes > MOST_NODES || this.#aliases > MOST_ALIASES;
  }

  report(offset: number, message: string): void {
    this.problems.push({ place: this.#placeAt(offset), message });
  }

  value(node: unknown, path: KeyPath, keyOffset: number | undefined, above: number): unknown {
    this.#nodes += 1;
    if (this.exhausted || path.length > DEEPEST) return undefined;
    if (isAlias(node)) {
      this.#aliases += 1;
      const offset = node.range?.[0] ?? above;
      const target = node.resolve(this.#document);
      if (target === undefined) this.report(offset, syntaxSentence('BAD_ALIAS'));
      return this.value(target, path, keyOffset, offset);
    }
    if (isScalar(node)) return this.#scalar(node, path, keyOffset, node.range?.[0] ?? above);
    if (isSeq(node)) {
      const start = node.range?.[0] ?? above;
      this.#note(path, start, keyOffset, { written: node.items });
      return node.items.map((item, index) => this.value(item, [...path, index], undefined, start));
    }
    if (isMap(node)) return this.#map(node.items, path, keyOffset, node.range?.[0] ?? above);
    this.#note(path, above, keyOffset, { written: null });
    return null;
  }

  #map(pairs: readonly Pair[], path: KeyPath, keyOffset: number | undefined, start: number): unknown {
    const names: string[] = [];
    const known = new Set<string>();
    const result: Record<string, unknown> = {};
    // Before what it holds, so that a reader of the entries meets the map first.
    this.#note(path, start, keyOffset, { written: pairs, names });
    for (const pair of pairs) {
      if (this.exhausted) break;
      const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? start) : start;
      const written = isScalar(pair.key) ? this.#keyText(pair.key.value, pair.key.source) : undefined;
      const name = written === undefined ? undefined : unescapeReferences(written);
      const problem = keyProblem(name, known) ?? referenceProblem(written ?? '');
      if (problem !== undefined) this.report(offset, `a key in ${pathText(path)} ${problem}`);
      if (problem !== undefined || name === undefined) continue;
      names.push(name);
      known.add(name);
      result[name] = this.value(pair.value, [...path, name], offset, offset);
    }
    return result;
  }

  #scalar(node: { value: unknown; source?: string }, path: KeyPath, keyOffset: number | undefined, offset: number) {
    const characters = node.source;
    if (typeof node.value !== 'string') {
      this.#note(path, offset, keyOffset, { written: node.value, characters });
      return node.value;
    }
    const written = this.#unshield(node.value);
    const { value, variables, malformed } = this.#environment.replace(written);
    if (malformed) {
      const expected = `expected a reference like \${WEST_STORE_KEY}; close the brace, and use letters, digits and "_" only; "$\${" stands for the text "\${"`;
      this.report(offset, `${pathText(path)} holds "\${" without a name and "}"; ${expected}`);
    }
    this.#note(path, offset, keyOffset, { written, variables });
    return value;
  }

  #keyText(value: unknown, characters: string | undefined): string | undefined {
    if (typeof value === 'string') return this.#unshield(value);
    // `{ 007: W }`: the prefix is what stands there, not the number seven.
    return typeof value === 'number' ? (characters ?? String(value)) : undefined;
  }

  #note(path: KeyPath, offset: number, keyOffset: number | undefined, entry: Partial<Entry>): void {
    const keyPlace = keyOffset === undefined ? undefined : this.#placeAt(keyOffset);
    const known = { written: undefined, characters: undefined, variables: [], names: [], ...entry };
    this.entries.set(idOf(path), { ...known, place: this.#placeAt(offset), keyPlace });
  }
}

function keyProblem(name: string | undefined, earlier: ReadonlySet<string>): string | undefined {
  if (name === undefined) return 'is not a text; expected a name; write "" for the empty prefix, and words in quotes';
  if (name === '__proto__') return 'is "__proto__"; expected a name; take it away';
  if (!earlier.has(name)) return undefined;
  return 'stands here for the second time; expected each key once; take one of the two away';
}

function referenceProblem(written: string): string | undefined {
  return holdsReference(written)
    ? `holds "\${"; expected a name, since variables are for values; write the name itself, and "$\${" where it has a "\${"`
    : undefined;
}

/** The parser's own messages quote the line, and with it perhaps a key: only their codes are used. */
export function syntaxSentence(code: YAMLError['code']): string {
  switch (code) {
    case 'BAD_ALIAS':
      return 'a value begins with "*" or "&", and names nothing; expected a value; put texts with special characters in quotes';
    case 'TAB_AS_INDENT':
      return 'a tab stands where the line begins; expected blanks; indent with two blanks';
    case 'MISSING_CHAR':
      return 'a bracket, a quote or a comma is missing; expected YAML; close what was opened before this place';
    case 'BAD_INDENT':
      return 'the indentation does not fit the lines above, or a bracket there is still open; expected YAML; indent what belongs together alike, and close brackets';
    case 'MULTIPLE_DOCS':
      return 'a second document begins; expected one pipeline per file; take "---" away';
    case 'TAG_RESOLVE_FAILED':
      return 'a value begins with "!"; expected a plain value; put texts with special characters in quotes';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second colon with a blank stands in the line; expected one "key: value" a line; put texts with a colon in quotes';
    case 'BAD_SCALAR_START':
      return 'a value begins with a special character; expected a value; put texts with special characters in quotes';
    case 'RESOURCE_EXHAUSTION':
      return 'too many brackets stand inside one another; expected a pipeline; close the brackets';
    default:
      return 'the text is not YAML here; expected "key: value"; look at quotes, colons, brackets and indentation';
  }
}
