import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { sectionOf, unreleasedIn } from './changelog.ts';

const packageSchema = z.object({ name: z.string(), version: z.string() });
const lockSchema = z.object({ version: z.string() });

export interface Release {
  readonly name: string;
  readonly version: string;
  readonly commit: string;
  /** What CHANGELOG.md says of it. */
  readonly changes: string;
  /** What has to be mended before; nothing where all is well. */
  readonly faults: readonly string[];
}

/** Looks whether a checkout is fit to be released as the version that its package.json bears. Changes nothing. */
export function checkRelease(repository: string): Release {
  const read = (name: string): string => readFileSync(path.join(repository, name), 'utf8');
  const git = (...words: string[]): string => execFileSync('git', words, { cwd: repository, encoding: 'utf8' }).trim();
  const { name, version } = packageSchema.parse(JSON.parse(read('package.json')));
  const changelog = read('CHANGELOG.md');
  const section = sectionOf(changelog, version);
  const faults: string[] = [];
  const changed = git('status', '--porcelain');
  if (changed !== '') faults.push(`The work tree is not clean:\n${changed}\nCommit or drop that first.`);
  if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version))
    faults.push(`The version in package.json is "${version}"; expected three numbers, such as 1.4.0.`);
  const locked = lockSchema.parse(JSON.parse(read('package-lock.json'))).version;
  if (locked !== version)
    faults.push(
      `package-lock.json says ${locked}, package.json ${version}: npm version ${version} --no-git-tag-version`,
    );
  if (git('tag', '--list', `v${version}`) !== '')
    faults.push(`There is a tag v${version} already. Raise the version: npm version VERSION --no-git-tag-version`);
  if (section === undefined || section.text === '')
    faults.push(`CHANGELOG.md says nothing of ${version}: put what is new under "## ${version} – YYYY-MM-DD".`);
  if (unreleasedIn(changelog) !== '')
    faults.push(`CHANGELOG.md has lines under "## Unreleased": they belong under "## ${version} – YYYY-MM-DD".`);
  return { name, version, commit: git('rev-parse', 'HEAD'), changes: section?.text ?? '', faults };
}
