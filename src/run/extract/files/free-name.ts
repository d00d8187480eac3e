import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export function freeNameAmong(there: ReadonlySet<string>, name: string): string {
  const { name: stem, ext } = path.parse(name);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${stem}-${number}${ext}`;
    if (!there.has(candidate)) return candidate;
  }
}

/** An export of the same name every day must not replace yesterday's, nor one that another store has moved there just now. */
export async function moveToFreeName(from: string, folder: string, name: string): Promise<void> {
  const there = new Set(await readdir(folder));
  for (;;) {
    const free = freeNameAmong(there, name);
    const to = path.join(folder, free);
    if (await isReserved(to)) return moveOver(from, to);
    there.add(free);
  }
}

/** @returns false where the name is taken: a rename would replace what bears it */
async function isReserved(file: string): Promise<boolean> {
  try {
    await writeFile(file, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function moveOver(from: string, reserved: string): Promise<void> {
  try {
    await rename(from, reserved);
  } catch (error) {
    await rm(reserved, { force: true });
    throw error;
  }
}

/** In a folder of its own, whatever its name: names that differ in other characters alone must not meet. */
export function placeHere(folder: string, place: number, name: string): string {
  return path.join(folder, String(place), name.replaceAll(/[^A-Za-z0-9._-]/g, '_'));
}
