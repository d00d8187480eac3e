import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { repository } from '../fixtures/support.ts';

let checkout: string;
const git = (...words: string[]): string => execFileSync('git', words, { cwd: checkout, encoding: 'utf8' }).trim();
const write = (name: string, text: string, mode = 0o644): void =>
  writeFileSync(path.join(checkout, name), text, { mode });
const commit = () => {
  git('add', '--all');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'As it is');
};
const CHANGES = '- Something new.\n- And more.';
const changelog = (heading: string, unreleased = '') =>
  `# Changelog\n\n## Unreleased\n\n${unreleased}\n## ${heading}\n\n${CHANGES}\n\n## 1.0.0 – 2026-01-01\n\n- Old.\n`;

/** A checkout that is fit to be released, as small as one can be. */
beforeEach(() => {
  checkout = mkdtempSync(path.join(tmpdir(), 'release-'));
  const bill = `require('fs').mkdirSync('dist', { recursive: true }); require('fs').writeFileSync('dist/sbom.cdx.json', '{}')`;
  const scripts = { prepack: `node -e "${bill}"` };
  write('package.json', JSON.stringify({ name: 'small', version: '1.2.0', files: ['dist'], scripts }));
  write('package-lock.json', JSON.stringify({ name: 'small', version: '1.2.0', lockfileVersion: 3, packages: {} }));
  write('CHANGELOG.md', changelog('1.2.0 – 2026-11-30'));
  write('.gitignore', 'dist/\nrelease-*/\n');
  mkdirSync(path.join(checkout, '.ci'));
  write('.ci/run', '#!/bin/sh\ntouch dist/gates-were-run\n', 0o755);
  mkdirSync(path.join(checkout, 'dist'));
  execFileSync('git', ['init', '--quiet', checkout]);
  commit();
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function release(...words: string[]) {
  const script = path.join(repository, 'scripts/release.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--checkout', checkout, ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr, left: readdirSync(checkout).filter((name) => /release|\.tgz/.test(name)) };
}

describe('the release', { timeout: 60_000 }, () => {
  test('as a trial shows the notes with what is new, the commit, the tools and the sums, runs no gates and leaves nothing', () => {
    const { status, stdout, stderr, left } = release('--dry-run');
    expect([status, stderr, left]).toEqual([0, '', []]);
    expect(stdout).toContain(`# small 1.2.0\n\n${CHANGES}\n`);
    expect(stdout).not.toContain('Old.');
    expect(stdout).toContain(`git checkout ${git('rev-parse', 'HEAD')}`);
    expect(stdout).toContain(`| Node | ${process.version} |`);
    expect(stdout).toMatch(/\| npm \| \d+\.\d+\.\d+ \|/);
    expect(stdout).toMatch(/\| `small-1\.2\.0\.tgz` \| `[0-9a-f]{64}` \|/);
    expect(stdout).toContain('this was a trial');
    expect(readdirSync(path.join(checkout, 'dist'))).toEqual(['sbom.cdx.json']);
  });

  test('runs all gates, then makes package, bill, sums that are right, and notes, and says what to type', () => {
    const { status, stdout, left } = release();
    expect([status, left]).toEqual([0, ['release-1.2.0']]);
    expect(readdirSync(path.join(checkout, 'dist'))).toContain('gates-were-run');
    const folder = path.join(checkout, 'release-1.2.0');
    expect(readdirSync(folder).sort()).toEqual(['RELEASE.md', 'SHA256SUMS', 'sbom.cdx.json', 'small-1.2.0.tgz']);
    expect(execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })).toMatch(
      /^small-1\.2\.0\.tgz: OK\nsbom\.cdx\.json: OK\n$/,
    );
    expect(readFileSync(path.join(folder, 'RELEASE.md'), 'utf8')).toContain(CHANGES);
    expect(stdout).toContain(`git tag --sign v1.2.0 --message 'Version 1.2.0' ${git('rev-parse', 'HEAD')}`);
    expect(git('tag')).toBe('');
    expect(release().stderr).toContain('is there already');
  });

  test('makes nothing where the checkout was changed while the gates ran', () => {
    write('.ci/run', '#!/bin/sh\ntouch changed-meanwhile\n', 0o755);
    commit();
    const { status, stderr, left } = release();
    expect([status, left]).toEqual([1, []]);
    expect(stderr).toContain('changed while .ci/run went on, so nothing was made.');
  });

  test('makes nothing where a gate fails', () => {
    write('.ci/run', '#!/bin/sh\nexit 3\n', 0o755);
    commit();
    const { status, stderr, left } = release();
    expect([status, left]).toEqual([1, []]);
    expect(stderr).toContain('.ci/run ended with 3, so nothing was made.');
  });

  const spoilt: readonly (readonly [string, () => void, RegExp])[] = [
    ['a file that is not committed', () => write('left.txt', ''), /not clean:\n\?\? left\.txt\n/],
    [
      'a version that has no section',
      () => write('CHANGELOG.md', changelog('1.3.0 – 2026-11-30')),
      /says nothing of 1\.2\.0/,
    ],
    ['a section without its day', () => write('CHANGELOG.md', changelog('1.2.0')), /says nothing of 1\.2\.0/],
    [
      'lines that wait for a version',
      () => write('CHANGELOG.md', changelog('1.2.0 – 2026-11-30', '- Not yet.\n')),
      /lines under "## Unreleased"/,
    ],
    ['a version that is tagged', () => git('tag', 'v1.2.0'), /a tag v1\.2\.0 already/],
    [
      'a lock file of another version',
      () => write('package-lock.json', '{"version":"1.1.0"}'),
      /package-lock\.json says 1\.1\.0, package\.json 1\.2\.0/,
    ],
  ];

  test.each(spoilt)('is refused for %s, before any gate, and a trial says so too', (name, spoil, said) => {
    spoil();
    if (!name.startsWith('a file')) git('add', '--all');
    if (git('diff', '--cached', '--name-only') !== '') commit();
    for (const words of [[], ['--dry-run']]) {
      const { status, stderr, left } = release(...words);
      expect([status, left]).toEqual([1, []]);
      expect(stderr).toMatch(said);
    }
    expect(readdirSync(path.join(checkout, 'dist'))).not.toContain('gates-were-run');
  });

  test('says how it is called, and ends with 2 for an option that it does not take', () => {
    expect(release('--help').stdout).toContain('npm run release -- [--dry-run]');
    expect(release('--wrong')).toMatchObject({ status: 2, stderr: expect.stringContaining('--wrong') });
  });
});
