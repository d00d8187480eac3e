import { readFileSync } from 'node:fs';
import { type KeyPath, type Place, pathText } from './problems.ts';
import { Environment } from './substitute.ts';
import { entryAt, readSource, type Source } from './yaml-source.ts';

/** A key, as in `secondaries[0].orders.warehouse`, and where it stands in the pipeline file. */
interface KeyPlace extends Place {
  readonly key: string;
}

/** Finds the place of a key in the pipeline file; of the key above it where it is not there. */
export type Places = (path: KeyPath) => KeyPlace | undefined;

/** @param file was read before; where it has gone since, nothing has a place */
export function placesIn(file: string): Places {
  const source = sourceOf(file);
  if (source === undefined) return () => undefined;
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const entry = entryAt(source, path.slice(0, length));
      if (entry === undefined) continue;
      const { line, column } = length === path.length ? entry.place : (entry.keyPlace ?? entry.place);
      return { key: pathText(path).slice(1, -1), line, column };
    }
    return undefined;
  };
}

function sourceOf(file: string): Source | undefined {
  try {
    // Only places are wanted, which no variable changes.
    return readSource(readFileSync(file, 'utf8'), new Environment());
  } catch {
    return undefined;
  }
}
