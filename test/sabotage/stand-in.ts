import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Callable, Protection } from './protection.ts';

/** Where the modules that were made up look for what stands in, since they share no module with whoever installs it. */
const PLACE = 'neto-consolidator.sabotage';
/** The mark of a module that was made up. */
export const SABOTAGED = 'sabotaged';

interface StandIns {
  call(name: string, original: Callable, self: unknown, given: readonly never[]): unknown;
}

/** Which protection is taken out of this process at the moment, and whether anything has called what stands in for it. */
export class Sabotage {
  #protection: Protection | undefined;
  #callsFile: string | undefined;
  #calls = 0;

  /** @param callsFile written to at the first call, so that other processes can tell */
  constructor(callsFile?: string) {
    this.#callsFile = callsFile;
    const standIns: StandIns = { call: (...given) => this.#call(...given) };
    Reflect.set(globalThis, Symbol.for(PLACE), standIns);
  }

  get calls(): number {
    return this.#calls;
  }

  /** @param protection undefined: the program as it is */
  takeOut(protection: Protection | undefined): void {
    this.#protection = protection;
    this.#calls = 0;
  }

  #call(name: string, original: Callable, self: unknown, given: readonly never[]): unknown {
    const protection = this.#protection;
    if (protection === undefined || name !== nameOf(protection)) return original.apply(self, [...given]);
    this.#calls += 1;
    if (this.#calls === 1 && this.#callsFile !== undefined) writeFileSync(this.#callsFile, name);
    return protection.replace(original.bind(self) as Callable).apply(self, [...given]);
  }
}

function nameOf({ module, export: name }: Pick<Protection, 'module' | 'export'>): string {
  return `${module} ${name}`;
}

/**
 * A module that gives what the original does, but for these functions: those ask at each call what stands in for them.
 * They are declared as functions, so that they are there in time where modules import one another in a circle.
 * @param address how the original is imported
 * @param text of the original, for the names of what it exports. Without `export *`, which vitest's loader fills in late
 * where modules wait for one another.
 */
export function standInModule(
  { address, text }: { readonly address: string; readonly text: string },
  { module, names }: ReplacedModule,
): string {
  const made = [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map((match) => match[1]);
  const passedOn = [...text.matchAll(/^export \{ ([\w, ]+) \} from/gm)].flatMap((match) => match[1]?.split(', ') ?? []);
  const exported = [...made, ...passedOn];
  const others = exported.filter((name) => !names.some((one) => one === name));
  return [
    `import * as original from ${JSON.stringify(address)};`,
    ...(others.length === 0 ? [] : [`export { ${others.join(', ')} } from ${JSON.stringify(address)};`]),
    ...names.map((name) => {
      const key = JSON.stringify(nameOf({ module, export: name }));
      return [
        `export function ${name}(...given) {`,
        `  return globalThis[Symbol.for('${PLACE}')].call(${key}, original.${name}, this, given);`,
        '}',
      ].join('\n');
    }),
  ].join('\n');
}

export interface ReplacedModule {
  /** From the repository's root. */
  readonly module: string;
  readonly names: readonly string[];
}

/** The functions to replace, by the path of their module. */
export function namesByPath(
  protections: readonly Protection[],
  repository: string,
): ReadonlyMap<string, ReplacedModule> {
  const found = new Map<string, ReplacedModule & { readonly names: string[] }>();
  for (const { module, export: name } of protections) {
    const path = `${repository}/${module}`;
    const entry = found.get(path) ?? { module, names: [] };
    if (!entry.names.includes(name)) entry.names.push(name);
    found.set(path, entry);
  }
  return found;
}

export function urlOf(path: string): string {
  return pathToFileURL(path).href;
}
