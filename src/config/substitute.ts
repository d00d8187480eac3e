const NAME = '[A-Za-z_][A-Za-z0-9_]*';
/** After a `$` it is none: `$${NAME}` stands for the text `${NAME}`. */
const REFERENCE = new RegExp(`(?<!\\$)\\$\\{(${NAME})\\}`, 'g');
const BRACES = new RegExp(`\\$\\{(${NAME})\\}`, 'g');
const ESCAPED = /\$(?=\$\{)/g;

/** What stands for a variable, as a pattern in the JSON schema. */
export const REFERENCE_PATTERN = `\\$\\{${NAME}\\}`;
export const ONE_REFERENCE_PATTERN = `^${REFERENCE_PATTERN}$`;

/** The variables that a pipeline file may refer to: the environment first, then the `.env` file beside it. */
export class Environment {
  readonly #sources: readonly NodeJS.Dict<string>[];

  constructor(...sources: readonly NodeJS.Dict<string>[]) {
    this.#sources = sources;
  }

  get(name: string): string | undefined {
    for (const source of this.#sources) {
      if (Object.hasOwn(source, name) && source[name] !== undefined) return source[name];
    }
    return undefined;
  }

  /** A variable that is not set stays as it is written; what was put in is not looked at again. */
  replace(text: string): { value: string; variables: string[]; malformed: boolean } {
    const variables: string[] = [];
    const parts = text.split(REFERENCE).map((part, place) => {
      if (place % 2 === 0) return unescapeReferences(part);
      variables.push(part);
      return this.get(part) ?? `\${${part}}`;
    });
    return { value: parts.join(''), variables, malformed: holdsReference(text.replaceAll(REFERENCE, '_')) };
  }
}

/** A text as it is written into a pipeline file, so that it is read as it is, whatever a variable is called. */
export function escapeReferences(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** What `escapeReferences` has made of it. */
export function unescapeReferences(written: string): string {
  return written.replaceAll(ESCAPED, '');
}

/** Whether a text without variables, such as the name of a key, would hold one. */
export function holdsReference(written: string): boolean {
  return /(?<!\$)\$\{/.test(written);
}

export function isOneReference(text: string): boolean {
  return new RegExp(ONE_REFERENCE_PATTERN).test(text);
}

interface Shielded {
  readonly text: string;
  /** Of a text that was parsed out of it. */
  unshield(parsed: string): string;
}

/** Of the code points that are nobody's: the first of them. */
const PRIVATE = 0xe000;

/**
 * YAML takes the braces of `{ key: ${NAME} }` for its own. Two characters that the text does not hold, neither as they are
 * nor by their number, stand in for them while it is parsed, one for one, so that every place stays right.
 */
export function shieldReferences(text: string): Shielded {
  const lower = text.toLowerCase();
  const isFree = (code: number): boolean =>
    !text.includes(String.fromCharCode(code)) && !lower.includes(code.toString(16));
  const free: string[] = [];
  for (let code = PRIVATE; free.length < 2 && code < 0xf900; code += 1)
    if (isFree(code)) free.push(String.fromCharCode(code));
  const [open, close] = free;
  // Only a text that was made so holds them all.
  if (open === undefined || close === undefined) return { text, unshield: (parsed) => parsed };
  return {
    text: text.replaceAll(BRACES, (_, name: string) => `$${open}${name}${close}`),
    unshield: (parsed) => parsed.replaceAll(open, '{').replaceAll(close, '}'),
  };
}
