import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { namedKeysFile } from '../../config/keys-file.ts';
import { openPaths } from '../../session/open-paths.ts';
import type { CheckContext } from './check-context.ts';

/** What others on this machine may read or write of what the pipeline keeps. */
export function checkOpenPaths({ pipeline, findings, home }: CheckContext): void {
  for (const { message, remedy } of openPaths(pipeline, home)) findings.warn('rights', 'primary', message, remedy);
}

/** Whether the file of keys, the `.env` beside the pipeline file or one that is named, is for this user alone, on this machine and in Git. */
export async function checkSecrets(
  { pipeline, findings }: CheckContext,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const file = namedKeysFile(environment) ?? path.join(path.dirname(path.resolve(pipeline.file)), '.env');
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return;
  // Windows keeps rights elsewhere.
  if (process.platform !== 'win32' && (found.mode & 0o044) !== 0) {
    const message = `Other users of this machine can read ${file}, and the keys in it.`;
    findings.warn('key', 'primary', message, `Take that right away: chmod 600 ${file}`);
  }
  if (await isTracked(file)) {
    const message = `Git tracks ${file}: everybody who gets the repository gets the keys in it.`;
    const remedy = `Take it out (git rm --cached ${file}), name it in .gitignore, and make new keys in the stores: the old ones stay in its history.`;
    findings.warn('key', 'primary', message, remedy);
  }
}

function isTracked(file: string): Promise<boolean> {
  const words = ['-C', path.dirname(file), 'ls-files', '--error-unmatch', '--', path.basename(file)];
  return new Promise((resolve) => {
    execFile('git', words, (error) => resolve(error === null));
  });
}
