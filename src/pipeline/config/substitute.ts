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

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

export function isOneReference(text: string): boolean {
  return /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text);
}
