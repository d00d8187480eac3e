import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ version: z.string(), integrity: z.string().optional() })),
});

interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** As npm writes it: `sha512-` and Base64; undefined of what was not downloaded by a lock file. */
  readonly integrity: string | undefined;
}

/** What npm has installed into a folder, by its own list of it. */
export function installedPackages(folder: string): readonly InstalledPackage[] {
  const text = readFileSync(path.join(folder, 'node_modules/.package-lock.json'), 'utf8');
  return Object.entries(lockSchema.parse(JSON.parse(text)).packages).map(([place, { version, integrity }]) => ({
    name: place.replace(/^.*node_modules\//, ''),
    version,
    integrity,
  }));
}

/** What a user without the tools of development may be asked to take in. */
export const MOST_PACKAGES = 45;
export const MOST_BYTES = 25_000_000;

export interface Installed {
  readonly packages: number;
  /** The sum of the lengths of all files; on a disk of blocks they take more. */
  readonly bytes: number;
  /** What they take on this disk. */
  readonly onDisk: number;
  readonly files: number;
}

export function measureInstalled(folder: string): Installed {
  const root = path.join(folder, 'node_modules');
  let [bytes, onDisk, files] = [0, 0, 0];
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { size, blocks } = statSync(path.join(entry.parentPath, entry.name));
    bytes += size;
    onDisk += blocks * 512;
    files += 1;
  }
  return { packages: installedPackages(folder).length, bytes, onDisk, files };
}

export function installedText({ packages, bytes, onDisk, files }: Installed): string {
  const megabytes = (count: number): string => `${(count / 1_000_000).toFixed(1)} MB`;
  return `${packages} packages (at most ${MOST_PACKAGES}), ${megabytes(bytes)} (at most ${megabytes(MOST_BYTES)}) in ${files} files, ${megabytes(onDisk)} on this disk`;
}

export function isTooMuch({ packages, bytes }: Installed): boolean {
  return packages > MOST_PACKAGES || bytes > MOST_BYTES;
}
