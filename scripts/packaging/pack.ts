import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** Packs a checkout, with all that `prepack` builds. @returns the tarball */
export function packInto(folder: string, checkout: string): string {
  const answer = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: checkout,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return path.join(folder, answer.trim().split('\n').at(-1) ?? '');
}

export function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * The files that git knows, as they stand here, in another folder, with the same installed packages: what is built there
 * can't hold anything that only lies about in this one.
 */
export function copyCheckout(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const names = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: from });
  for (const name of names.toString().split('\0')) {
    if (name === '') continue;
    cpSync(path.join(from, name), path.join(to, name), { force: true });
  }
  symlinkSync(path.join(from, 'node_modules'), path.join(to, 'node_modules'));
}
