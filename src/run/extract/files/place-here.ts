import path from 'node:path';

/** In a folder of its own, whatever its name: names that differ in other characters alone must not meet. */
export function placeHere(folder: string, place: number, name: string): string {
  return path.join(folder, String(place), name.replaceAll(/[^A-Za-z0-9._-]/g, '_'));
}
