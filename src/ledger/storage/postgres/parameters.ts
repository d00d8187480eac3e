import type { Value } from './database.ts';

/** The values of one statement, each of which is named by its place in it. */
export class Parameters {
  readonly values: Value[] = [];

  /** @returns what stands for it in SQL, such as `$3` */
  add(value: Value): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
