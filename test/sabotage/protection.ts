/** The headings of docs/promises.md, by their numbers. */
export type Promised = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** One protection, and how to take it out of the running program. */
export interface Protection {
  /** Unique, and short: `npm run sabotage -- ID` takes out this one alone. */
  readonly id: string;
  /** The promise that it belongs to. */
  readonly promise: Promised;
  /** What it protects from, as a sentence for people. */
  readonly protects: string;
  /** Its file, from the repository's root. */
  readonly module: string;
  /** The function by which other modules call it. */
  readonly export: string;
  /** Makes of the function the one that stands in for it. */
  replace(original: Callable): Callable;
  /** The test that must fail by its assertion, and passes while the protection is there. */
  readonly test: { readonly file: string; readonly name: string };
}

export type Callable = (...given: never[]) => unknown;

type FunctionsOf<Module> = {
  readonly [Name in keyof Module as Module[Name] extends Callable ? Name : never]: Module[Name];
};

interface Without<Module, Name extends keyof FunctionsOf<Module>>
  extends Pick<Protection, 'id' | 'promise' | 'protects'> {
  readonly export: Name;
  /** Given the function, gives the one that stands in for it, of the same type. */
  readonly replacement: (original: FunctionsOf<Module>[Name]) => FunctionsOf<Module>[Name];
  /** The test's full name as vitest gives it: those of its groups and its own, with ` > ` between. */
  readonly test: readonly [file: string, name: string];
}

/**
 * Names a module, whose type goes along with its path, so that a protection that was renamed or takes other parameters is
 * told by the compiler.
 */
export function inModule<Module>(module: string) {
  return <Name extends keyof FunctionsOf<Module> & string>({
    replacement,
    test: [file, name],
    ...rest
  }: Without<Module, Name>): Protection => ({
    ...rest,
    module,
    // The parameter's type is the one that the module's own type gives it.
    replace: (original) => replacement(original as FunctionsOf<Module>[Name]) as Callable,
    test: { file, name },
  });
}
