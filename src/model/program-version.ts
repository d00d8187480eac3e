import { readFileSync } from 'node:fs';

/** As package.json has it: what was proven by one version of this program is proven anew by the next. */
export function programVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return String(JSON.parse(readFileSync(file, 'utf8')).version);
}
