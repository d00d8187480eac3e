import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { brokenStart, measureStart, startText } from '../bench/start-time.ts';
import { BILL, type BillOfMaterials } from './packaging/bill-of-materials.ts';
import { installedPackages, installedText, isTooMuch, measureInstalled } from './packaging/installed.ts';
import { copyCheckout, packInto, sha256Of } from './packaging/pack.ts';

/**
 * Packs the program, twice and to the same bytes, installs it in a folder of its own as a user would, measures what that
 * brings, and tries it there: with this Node, with an older one where the machine has one, by `npx`, and its types with the
 * compiler. Then links the checkout, as who works on it does.
 */
const repository = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'package-smoke-'));
const scratch = join(folder, 'tmp');
const main = join(folder, 'node_modules/neto-consolidator/dist/cli/main.js');

try {
  mkdirSync(scratch);
  const archive = packInto(folder, repository);
  tryPackingElsewhere(archive);
  install(archive);
  tryWhatIsInstalled();
  tryNpx(archive);
  expectRun(process.execPath, ['--help'], { code: 0, stdout: /Usage: neto-consolidator <command>[\s\S]*demo/ });
  expectRun(process.execPath, ['--version'], { code: 0, stdout: /^\d+\.\d+\.\d+\n$/ });
  expectRun(process.execPath, ['demo'], { code: 0, stdout: /difference[\s\S]*0\.00[\s\S]*The demo is over/ });
  expectRun(process.execPath, ['demo', '--keep', 'kept'], { code: 0, stdout: /go on for you/ });
  expectRun(process.execPath, ['demo', '--stop', 'kept'], { code: 0, stdout: /have ended/ });
  tryStart();
  const left = readdirSync(scratch);
  if (left.length > 0) throw new Error(`The demo left ${left.join(', ')} behind.`);
  tryOlderNode();
  tryTypes();
  tryLinks();
  console.log('The package installs, runs and has types; a linked checkout runs too.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The bounds of docs/performance.md, on the ledger of the demo. */
function tryStart(): void {
  const environment = environmentOf();
  const measured = measureStart({ main, folder, environment, pipeline: join(folder, 'kept/pipelines/demo.yaml') });
  console.log(`Times the processor time of a Node that does nothing:\n${startText(measured)}`);
  const broken = brokenStart(measured);
  if (broken.length > 0) throw new Error(`The command line takes too long to start:\n${startText(broken)}`);
}

function environmentOf(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: folder, TMPDIR: scratch };
}

/** Who doubts a package can make it anew from its commit: nothing of the place, the time or the user's rights is in it. */
function tryPackingElsewhere(archive: string): void {
  const elsewhere = join(folder, 'another place');
  const before = process.umask(0o077);
  try {
    copyCheckout(repository, elsewhere);
    mkdirSync(join(folder, 'again'));
    const again = packInto(join(folder, 'again'), elsewhere);
    if (sha256Of(again) !== sha256Of(archive)) throw new Error('Packed in another place, the package has other bytes.');
  } finally {
    process.umask(before);
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

function tryWhatIsInstalled(): void {
  const installed = measureInstalled(folder);
  console.log(`A user installs ${installedText(installed)}.`);
  if (isTooMuch(installed)) throw new Error('That is more than a user may be asked to install.');
  const root = join(folder, 'node_modules/neto-consolidator');
  const bill = readFileSync(join(root, BILL), 'utf8');
  const { components, metadata }: BillOfMaterials = JSON.parse(bill);
  const listed = [...components, metadata.component].map(({ name, version, hashes }) => {
    const hash = hashes?.map(({ alg, content }) => `${alg.replace('-', '').toLowerCase()}-${base64(content)}`)[0];
    return `${name}@${version} ${name === 'neto-consolidator' ? '' : hash}`;
  });
  const there = installedPackages(folder).map(
    ({ name, version, integrity }) => `${name}@${version} ${name === 'neto-consolidator' ? '' : integrity}`,
  );
  const wrong = [
    ...listed.filter((line) => !there.includes(line)).map((line) => `listed, and not installed: ${line}`),
    ...there.filter((line) => !listed.includes(line)).map((line) => `installed, and not listed: ${line}`),
  ];
  if (wrong.length > 0) throw new Error(`The bill of materials is not what is installed:\n${wrong.join('\n')}`);
  const addresses = bill
    .match(/https?:\/\/[^"\s]*/g)
    ?.filter((address) => !address.startsWith('http://cyclonedx.org/'));
  if (addresses !== undefined && addresses.length > 0)
    throw new Error(`The bill of materials names ${addresses.join(', ')}.`);
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

/**
 * As README says it, without being installed, in a folder that is in no project: there npx would take the path for one from
 * the project's own folder. What it unpacks goes with the folder, and only what was downloaded is shared.
 */
function tryNpx(archive: string): void {
  const alone = mkdtempSync(join(tmpdir(), 'package-npx-'));
  try {
    copyFileSync(archive, join(alone, basename(archive)));
    const cache = join(alone, 'cache');
    mkdirSync(cache);
    const shared = join(npm(folder, ['config', 'get', 'cache']).trim(), '_cacache');
    if (existsSync(shared)) symlinkSync(shared, join(cache, '_cacache'));
    const words = ['--yes', '--prefer-offline', `./${basename(archive)}`, '--version'];
    const { status, stdout, stderr } = spawnSync('npx', words, {
      cwd: alone,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], npm_config_cache: cache },
    });
    if (status !== 0 || !/^\d+\.\d+\.\d+\n$/.test(stdout))
      throw new Error(`npx ended with ${status}:\n${stdout}\n${stderr}`);
  } finally {
    rmSync(alone, { recursive: true, force: true });
  }
}

function install(archive: string): void {
  writeFileSync(join(folder, 'package.json'), '{ "name": "smoke", "private": true, "type": "module" }\n');
  npm(folder, [
    'install',
    '--omit=dev',
    '--no-save',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    archive,
  ]);
}

function npm(cwd: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  const env = { ...process.env, ...environment };
  return execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], env });
}

interface Expected {
  readonly code: number;
  readonly stdout?: RegExp;
  readonly stderr?: RegExp;
}

function expectRun(node: string, words: readonly string[], expected: Expected): void {
  const { status, stdout, stderr } = spawnSync(node, [main, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: environmentOf(),
    timeout: 120_000,
  });
  const good =
    status === expected.code && (expected.stdout?.test(stdout) ?? true) && (expected.stderr?.test(stderr) ?? true);
  if (!good) throw new Error(`${words.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
}

/** With a Node that is too old, one sentence and exit code 2. */
function tryOlderNode(): void {
  const older = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((place) => join(place, 'node'))
    .find((node) => {
      const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '';
      const major = Number(/^v(\d+)/.exec(version)?.[1] ?? Number.NaN);
      return major < 24;
    });
  if (older === undefined) {
    console.log('No older Node is on the path, so what one says was not tried.');
    return;
  }
  expectRun(older, ['--help'], {
    code: 2,
    stdout: /^$/,
    stderr: /^neto-consolidator needs Node\.js 24 or newer[^\n]*\n$/,
  });
}

function tryTypes(): void {
  const file = join(folder, 'user.ts');
  writeFileSync(
    file,
    "import { readPipeline, runPipeline, type RunSummary } from 'neto-consolidator';\n" +
      'export async function once(file: string): Promise<RunSummary> {\n' +
      "  return runPipeline({ pipeline: await readPipeline(file, process.env), home: '.' });\n}\n",
  );
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  const types = ['--types', 'node', '--typeRoots', join(repository, 'node_modules/@types')];
  const options = ['--noEmit', '--strict', '--target', 'es2024', '--lib', 'es2025', '--module', 'nodenext', ...types];
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...options, file], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The package's types do not compile:\n${stdout}`);
}

/** A build after a link makes the file anew that the link leads to, and must leave it a program. */
function tryLinks(): void {
  const prefix = join(folder, 'global');
  mkdirSync(join(prefix, 'lib'), { recursive: true });
  const command = join(prefix, 'bin/neto-consolidator');
  for (const step of ['build', 'build', 'link', 'link', 'build']) {
    if (step === 'build') npm(repository, ['run', '--silent', 'build']);
    else npm(repository, ['link', '--silent', '--no-audit', '--no-fund'], { npm_config_prefix: prefix });
    if (!existsSync(command)) continue;
    const { status, stdout, stderr, error } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (status !== 0)
      throw new Error(`The linked command does not run after ${step}: ${error?.message ?? stdout + stderr}`);
  }
  if (!existsSync(command)) throw new Error('npm link left no command.');
}
