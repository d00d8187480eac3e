import { descriptionAt } from './describe.ts';
import type { KeyPath } from './problems.ts';
import { entryAt, type Source } from './yaml-source.ts';

export interface Finding {
  readonly path: KeyPath;
  /** Complete: what was found; what was expected; what to do. */
  readonly message: string;
  /** Where the key itself is to be pointed at, not its value. */
  readonly atKey?: boolean;
  /** The key is not there. */
  readonly missing?: true;
  /** The key that a mistyped one was meant for. */
  readonly meant?: KeyPath;
}

/**
 * Looks at the file before anything is known to be right in it, so that one wrong key does not hide what else is wrong.
 * A value whose variable is missing counts as not there.
 */
export class FileView {
  readonly source: Source;
  readonly #missing: ReadonlySet<string>;

  constructor(source: Source, missing: ReadonlySet<string>) {
    this.source = source;
    this.#missing = missing;
  }

  value(path: KeyPath): unknown {
    if (this.hasMissingVariable(path)) return undefined;
    let current = this.source.data;
    for (const step of path) {
      if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
      current = (current as Record<string | number, unknown>)[step];
    }
    return current;
  }

  hasMissingVariable(path: KeyPath): boolean {
    return entryAt(this.source, path)?.variables.some((name) => this.#missing.has(name)) ?? false;
  }

  has(path: KeyPath): boolean {
    return entryAt(this.source, path) !== undefined;
  }

  text(path: KeyPath): string | undefined {
    const value = this.value(path);
    return typeof value === 'string' ? value : undefined;
  }

  /** The value as a message may speak of it: one that is private or came from a variable is never quoted. */
  show(path: KeyPath): string {
    if (descriptionAt(path)?.notes?.quiet === true) return '(not shown)';
    const variables = entryAt(this.source, path)?.variables ?? [];
    if (variables.length > 0) return `the value of ${variables.map((name) => `\${${name}}`).join(' and ')}`;
    return JSON.stringify(this.value(path));
  }

  number(path: KeyPath): number | undefined {
    const value = this.value(path);
    return typeof value === 'number' ? value : undefined;
  }

  count(path: KeyPath): number {
    const value = this.value(path);
    return Array.isArray(value) ? value.length : 0;
  }

  /** The keys of a map, in the file's order. */
  names(path: KeyPath): readonly string[] {
    return entryAt(this.source, path)?.names ?? [];
  }

  /** The targets of a store's prefixes, in the file's order. */
  targets(store: KeyPath): string[] {
    return this.names([...store, 'prefix']).flatMap((name) => this.text([...store, 'prefix', name]) ?? []);
  }

  /** The path of every store, the primary's first. */
  stores(): KeyPath[] {
    return [['primary'], ...this.secondaries()];
  }

  /** The paths of the secondaries. */
  secondaries(): KeyPath[] {
    return Array.from({ length: this.count(['secondaries']) }, (_, index) => ['secondaries', index]);
  }

  /** What a message calls the store. */
  storeName(path: KeyPath): string {
    return path[0] === 'primary' ? 'the primary' : this.#ownName(path);
  }

  #ownName(path: KeyPath): string {
    const at = [...path, 'name'];
    const name = this.text(at);
    const quotable = (entryAt(this.source, at)?.variables.length ?? 0) === 0 && /^[\w-]{1,12}$/.test(name ?? '');
    return quotable && name !== undefined ? name : `secondary ${Number(path[1]) + 1}`;
  }
}
