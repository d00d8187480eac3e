import path from 'node:path';
import type { Shell } from './shell.ts';

/** Messages name a file as it was given, wherever that leads to the same file. */
export function fileAsGiven({ folder }: Pick<Shell, 'folder'>, file: string): string {
  const absolute = path.resolve(folder, file);
  return path.resolve(file) === absolute ? file : absolute;
}
