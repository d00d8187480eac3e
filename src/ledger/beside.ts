/** Small texts beside a ledger that is in a database, each under its name in a folder: whoever may write the one may write the other. */
export interface Beside {
  /** For messages. */
  readonly name: string;
  names(folder: string): Promise<string[]>;
  /** @returns null where there is none */
  read(folder: string, name: string): Promise<string | null>;
  /** Whole or not at all, and kept when it resolves. @returns false where it is there already and is not to be replaced */
  write(folder: string, name: string, text: string, options: { readonly replaces: boolean }): Promise<boolean>;
  remove(folder: string, name: string): Promise<void>;
  /**
   * Does the work while no other process does such work with this folder; both may, where the connection is lost meanwhile.
   * @returns undefined where another one is at it until the signal is aborted
   */
  exclusively<T>(folder: string, work: () => Promise<T>, signal: AbortSignal): Promise<T | undefined>;
}
