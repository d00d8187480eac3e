import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { protections } from './protections.ts';
import { namesByPath, SABOTAGED, standInModule, urlOf } from './stand-in.ts';

/**
 * For `node --import`: whoever imports a module with a protection gets one that was made up around it. The table was
 * loaded before, and what it imports itself stays as it is.
 */
const modules = new Map(
  [...namesByPath(protections, resolve(import.meta.dirname, '../..'))].map(([path, entry]) => [urlOf(path), entry]),
);
const mark = `?${SABOTAGED}`;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    if (!modules.has(resolved.url) || context.parentURL === `${resolved.url}${mark}`) return resolved;
    return { ...resolved, url: `${resolved.url}${mark}`, format: 'module', shortCircuit: true };
  },
  load(url, context, next) {
    const original = url.endsWith(mark) ? url.slice(0, -mark.length) : '';
    const entry = modules.get(original);
    if (entry === undefined) return next(url, context);
    const text = readFileSync(new URL(original), 'utf8');
    return { format: 'module', source: standInModule({ address: original, text }, entry), shortCircuit: true };
  },
});
