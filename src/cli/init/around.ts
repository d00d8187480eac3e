/** Both ends of a terminal. */
export interface Prompting {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Where no terminal says how wide it is. */
export const WIDTH = 80;

/** Where `init` is called, and how text is laid out there. */
export interface Around {
  readonly environment: NodeJS.ProcessEnv;
  /** Relative paths start here. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Undefined where nobody is at a terminal. */
  readonly prompting: Prompting | undefined;
  /** Columns. */
  readonly width: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  note(text: string): void;
  /** Breaks lines between words. */
  wrap(text: string, width: number): string;
  /** Makes what a store sent harmless for a terminal. */
  visible(text: string): string;
  table(columns: readonly { readonly title: string }[], rows: readonly (readonly string[])[]): string;
}
