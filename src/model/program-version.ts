import { readFileSync } from 'node:fs';

/** The folder with `package.json`, from here in the repository as from a file of the package: both lie two folders deep. */
export const packageRoot = new URL('../../', import.meta.url);

/** As package.json has it: what was proven by one version of this program is proven anew by the next. */
export function programVersion(): string {
  return String(JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')).version);
}
