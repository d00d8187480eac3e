import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vitest/config';
import type { Protection } from './protection.ts';
import { namesByPath, SABOTAGED, standInModule } from './stand-in.ts';

/** The same as the hook for Node, for what vitest loads: tests get the made-up modules too. */
export function sabotagePlugin(protections: readonly Protection[]): Plugin {
  const modules = namesByPath(protections, resolve(import.meta.dirname, '../..'));
  const mark = `?${SABOTAGED}`;
  return {
    name: 'sabotage',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (importer?.endsWith(mark) === true || !source.endsWith('.ts')) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return resolved !== null && modules.has(resolved.id) ? `${resolved.id}${mark}` : resolved;
    },
    load(id) {
      const original = id.endsWith(mark) ? id.slice(0, -mark.length) : '';
      const entry = modules.get(original);
      if (entry === undefined) return null;
      return standInModule({ address: original, text: readFileSync(original, 'utf8') }, entry);
    },
  };
}
