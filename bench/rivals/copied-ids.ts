import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { env } from 'node:process';
import type { Store } from './neto.ts';

/** The file of ids that a script has copied, one in a line: a second run skips these. */
export class CopiedIds {
  readonly #file: string;
  readonly #ids: Set<string>;

  constructor(file: string) {
    this.#file = file;
    this.#ids = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(...ids: string[]): void {
    if (ids.length === 0) return;
    appendFileSync(this.#file, `${ids.join('\n')}\n`);
    for (const id of ids) this.#ids.add(id);
  }
}

/** What a script is given by its environment. */
export function given(): { readonly primary: Store; readonly secondary: Store; readonly copied: CopiedIds } {
  const { PRIMARY_URL = '', SECONDARY_URL = '', BENCHMARK_KEY: key = '', COPIED_IDS = '' } = env;
  return {
    primary: { url: PRIMARY_URL, key },
    secondary: { url: SECONDARY_URL, key },
    copied: new CopiedIds(COPIED_IDS),
  };
}
