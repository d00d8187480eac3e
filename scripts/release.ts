import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BILL } from './packaging/bill-of-materials.ts';
import { packInto, sha256Of } from './packaging/pack.ts';
import { checkRelease, type Release } from './release/checks.ts';
import { releaseNotes, sumsText } from './release/notes.ts';

const usage = `npm run release -- [--dry-run] [--out FOLDER]

Makes what is released of the version in package.json: the package, its bill of materials, their sums and the notes. The work
tree has to be clean, CHANGELOG.md has to tell of that version, and all of .ci/run has to pass. Nothing is tagged, pushed or
published: it says what to type for that.

  --dry-run       look, pack and show the notes; run no .ci/run, and leave nothing
  --out FOLDER    where the files go (release-VERSION when left out); it must not be there
  --checkout DIR  another checkout than the one of this script`;

const options = {
  'dry-run': { type: 'boolean', default: false },
  out: { type: 'string' },
  checkout: { type: 'string', default: path.join(import.meta.dirname, '..') },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function wordsGiven() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

const given = wordsGiven();
if (given.help) {
  console.log(usage);
} else {
  const release = checkRelease(given.checkout);
  const out = path.resolve(given.out ?? path.join(given.checkout, `release-${release.version}`));
  const faults = existsSync(out) ? [...release.faults, `${out} is there already.`] : release.faults;
  for (const fault of faults) console.error(fault);
  if (given['dry-run']) tryRelease(release);
  else if (faults.length === 0) makeRelease(release, out);
  if (faults.length > 0) process.exitCode = 1;
}

function tryRelease(release: Release): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'release-'));
  try {
    console.log(make(release, folder));
    console.log('Nothing was left, and .ci/run was not run: this was a trial.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeRelease(release: Release, out: string): void {
  const gates = spawnSync(path.join(given.checkout, '.ci/run'), { cwd: given.checkout, stdio: 'inherit' });
  if (gates.status !== 0) {
    console.error(`.ci/run ended with ${gates.status ?? gates.signal}, so nothing was made.`);
    process.exitCode = 1;
    return;
  }
  const now = checkRelease(given.checkout);
  if (now.commit !== release.commit || now.faults.length > 0) {
    console.error('The checkout was changed while .ci/run went on, so nothing was made.');
    process.exitCode = 1;
    return;
  }
  // Whole, or not there.
  const half = `${out}.part`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half);
  make(release, half);
  renameSync(half, out);
  const { version } = release;
  console.log(`All of it is in ${out}. To release it:

  git tag --sign v${version} --message 'Version ${version}' ${release.commit}
  git push origin v${version}
  npm publish ${path.join(out, `${release.name}-${version}.tgz`)}`);
}

/** @returns the notes */
function make(release: Release, folder: string): string {
  const archive = packInto(folder, given.checkout);
  copyFileSync(path.join(given.checkout, BILL), path.join(folder, 'sbom.cdx.json'));
  const tarball = path.basename(archive);
  const sums = new Map([tarball, 'sbom.cdx.json'].map((name) => [name, sha256Of(path.join(folder, name))]));
  const npm = execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim();
  const tools = { node: process.version, npm, system: `${process.platform} ${arch()}` };
  const notes = releaseNotes({ ...release, tarball, sums, tools });
  writeFileSync(path.join(folder, 'SHA256SUMS'), sumsText(sums));
  writeFileSync(path.join(folder, 'RELEASE.md'), notes);
  return notes;
}
