const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const REFERENCE = new RegExp(`\\$\\{(${NAME})\\}`, 'g');

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
    const value = text.replaceAll(REFERENCE, (reference, name: string) => {
      variables.push(name);
      return this.get(name) ?? reference;
    });
    return { value, variables, malformed: text.replaceAll(REFERENCE, '').includes('${') };
  }
}

export function isOneReference(text: string): boolean {
  return new RegExp(ONE_REFERENCE_PATTERN).test(text);
}

const [OPEN, CLOSE] = ['\uE000', '\uE001'];

/**
 * YAML takes the braces of `{ key: ${NAME} }` for its own. Two characters that nobody writes stand in for them while
 * it is parsed, one for one, so that every place stays right.
 */
export function shieldReferences(text: string): string {
  if (text.includes(OPEN) || text.includes(CLOSE)) return text;
  return text.replaceAll(REFERENCE, (_, name: string) => `$${OPEN}${name}${CLOSE}`);
}

export function unshieldReferences(text: string): string {
  return text.replaceAll(new RegExp(`\\$${OPEN}(${NAME})${CLOSE}`, 'g'), (_, name: string) => `\${${name}}`);
}
