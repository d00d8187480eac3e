import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Takes out of the build what nobody can use: types of files that `index.d.ts` does not lead to, since nothing but the
 * index can be imported from the package. They were a fifth of what a user had to install.
 */
function pruneTypes(build: string): { readonly kept: number; readonly removed: number } {
  const kept = typesReachedFrom(path.join(build, 'index.d.ts'));
  const all = readdirSync(build, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => path.join(build, name));
  const unreached = all.filter((file) => !kept.has(file));
  for (const file of unreached) rmSync(file);
  return { kept: kept.size, removed: unreached.length };
}

/** @throws Error where a file of types names another one that was not built */
function typesReachedFrom(first: string): Set<string> {
  const reached = new Set([first]);
  for (const file of reached) {
    for (const [, named = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)) {
      const other = path.join(path.dirname(file), named.replace(/\.[jt]s$/, '.d.ts'));
      if (!existsSync(other)) throw new Error(`${file} names ${named}, and there is no ${other}.`);
      reached.add(other);
    }
  }
  return reached;
}

/** The rights that a package is to give, whatever those are that this user gives to new files: else they would go along. */
function setRights(build: string): void {
  for (const entry of readdirSync(build, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) chmodSync(path.join(entry.parentPath, entry.name), 0o644);
  chmodSync(path.join(build, 'cli/main.js'), 0o755);
}

const build = path.join(import.meta.dirname, '../../dist');
const { kept, removed } = pruneTypes(build);
if (kept < 2 || removed === 0) throw new Error(`Types kept: ${kept}, removed: ${removed}. That can't be right.`);
setRights(build);
