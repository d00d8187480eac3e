import { type Stats, statSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { ConsolidatorError } from '../../model/errors.ts';
import { type Grant, type Right, together } from './rights.ts';
import { hashOf, isSameHash, newSecret } from './secrets.ts';

/** Where the lines are, where no file is given. */
export const TOKENS_VARIABLE = 'NETO_CONSOLIDATOR_TOKENS';

/** `anna decide sha256:… au-stores,nz-stores`; without the last, all pipelines. */
const LINE =
  /^(?<name>[\w.@-]{1,64})\s+(?<right>read|decide)\s+sha256:(?<hash>[0-9a-f]{64})(?:\s+(?<pipelines>[\w,-]+))?$/;

/** Tokens of people and programs, by their hashes: the words themselves are kept nowhere. */
export interface NamedTokens {
  /** What the bearer of this token may do. */
  find(token: string): Promise<Grant | undefined>;
  /** Whether what was granted for a token is still granted, so that who is taken out of the file is out at once. */
  holds(grant: Grant): Promise<boolean>;
}

/** Read anew whenever the file has changed. @throws ConsolidatorError `usage` where it can't be read, is open to others, or has a wrong line */
export async function tokensOfFile(file: string): Promise<NamedTokens> {
  let known: { readonly stamp: string; readonly grants: readonly Grant[] } | undefined;
  const read = async (): Promise<readonly Grant[]> => {
    const stamp = stampOf(file);
    if (known?.stamp !== stamp) known = { stamp, grants: grantsIn(await textOf(file), file) };
    return known.grants;
  };
  await read();
  return tokensOf(() => read().catch(() => []));
}

/** @throws ConsolidatorError `usage` */
export function tokensOfVariable(text: string): NamedTokens {
  const grants = grantsIn(text.replaceAll(';', '\n'), TOKENS_VARIABLE);
  return tokensOf(async () => grants);
}

function tokensOf(grants: () => Promise<readonly Grant[]>): NamedTokens {
  return {
    async find(token) {
      const hash = hashOf(token.trim());
      return (await grants()).find(({ tokenHash }) => tokenHash !== null && isSameHash(tokenHash, hash));
    },
    async holds(grant) {
      return (await grants()).some((one) => JSON.stringify(one) === JSON.stringify(grant));
    },
  };
}

/** Several lines of one token add up: it may decide on some pipelines, and look at others. */
function grantsIn(text: string, where: string): Grant[] {
  const grants = new Map<string, Grant>();
  for (const line of linesIn(text, where)) {
    const { tokenHash = '', name } = line;
    const before = grants.get(tokenHash ?? '');
    if (before !== undefined && before.name !== name)
      throw new ConsolidatorError(
        'usage',
        `${where} has one token under two names, ${before.name} and ${name}: decisions by it would be nobody's. Give each of them a token of their own.`,
      );
    grants.set(
      tokenHash ?? '',
      before === undefined
        ? line
        : {
            ...line,
            reads: together(before.reads, line.reads),
            decides: together(before.decides, line.decides),
          },
    );
  }
  return [...grants.values()];
}

function linesIn(text: string, where: string): Grant[] {
  const lines = text.split('\n').map((line, place) => ({ line: line.trim(), number: place + 1 }));
  return lines.flatMap(({ line, number }) => {
    if (line === '' || line.startsWith('#')) return [];
    const { name, right, hash, pipelines } = LINE.exec(line)?.groups ?? {};
    if (name === undefined || right === undefined || hash === undefined) {
      throw new ConsolidatorError(
        'usage',
        `Line ${number} of ${where} is no token: expected a name, \`read\` or \`decide\`, and sha256:… of 64 digits. Make one with --new-token.`,
      );
    }
    const among = pipelines?.split(',') ?? null;
    return [{ name, reads: among, decides: right === 'decide' ? among : [], tokenHash: hash }];
  });
}

/** Makes a token, of which the file gets the hash alone. Where no pipeline is named, it is for all. @returns the token, which is shown once */
export async function addToken(
  file: string,
  { name, right, pipelines }: { readonly name: string; readonly right: Right; readonly pipelines: readonly string[] },
): Promise<string> {
  const token = newSecret();
  const line = `${name} ${right} sha256:${hashOf(token)} ${pipelines.join(',')}`.trimEnd();
  if (!LINE.test(line)) {
    const sentence = `A token can't be called "${name}": letters, digits and _ . @ - alone, 64 at most.`;
    throw new ConsolidatorError('usage', sentence);
  }
  try {
    await appendFile(file, `${line}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new ConsolidatorError('usage', `The tokens in ${file} can't be written: ${wordsOf(cause)}.`, { cause });
  }
  return token;
}

async function textOf(file: string): Promise<string> {
  refuseOpen(file, statOf(file));
  return readFile(file, 'utf8');
}

function statOf(file: string): Stats {
  try {
    return statSync(file);
  } catch (cause) {
    throw new ConsolidatorError('usage', `The tokens in ${file} can't be read: ${wordsOf(cause)}.`, { cause });
  }
}

function refuseOpen(file: string, { mode }: Stats): void {
  // Windows keeps rights elsewhere.
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  throw new ConsolidatorError(
    'usage',
    `Others of this machine may read or write ${file} (${(mode & 0o777).toString(8)}): chmod 600 ${file}`,
  );
}

function stampOf(file: string): string {
  const { mtimeMs, size, ino, mode } = statOf(file);
  return JSON.stringify([mtimeMs, size, ino, mode]);
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
