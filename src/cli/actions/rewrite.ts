import { type RewriteReport, rewriteFile } from '../../feeds/rewrite/rewrite-file.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { PrefixMap } from '../../model/order-id.ts';
import { type OutputOption, printResult } from '../output.ts';
import { fileAsGiven, type Shell } from '../shell.ts';

interface RewriteCommandOptions extends OutputOption {
  readonly prefix: readonly string[];
  readonly out: string;
  readonly column: readonly string[];
  readonly keepOther?: boolean;
  readonly force?: boolean;
}

export interface RewriteDocument extends RewriteReport {
  /** As it was given. */
  readonly file: string;
}

export async function act(shell: Shell, file: string, options: RewriteCommandOptions): Promise<void> {
  const { column, keepOther = false, force = false, out } = options;
  const report = await rewriteFile(fileAsGiven(shell, file), fileAsGiven(shell, out), {
    prefixes: prefixesOf(options.prefix),
    columns: column,
    keepOther,
    force,
    signal: shell.signal,
  });
  const document: RewriteDocument = { file: out, ...report };
  printResult(shell, options, document, () => textOf(out, report));
}

/** @throws ConsolidatorError `usage` */
function prefixesOf(given: readonly string[]): PrefixMap {
  const prefixes = new Map<string, string>();
  for (const text of given) {
    const [, source, target] = /^([A-Za-z0-9-]*)=([A-Za-z][A-Za-z0-9-]{0,9})$/.exec(text) ?? [];
    if (source === undefined || target === undefined) {
      throw new ConsolidatorError(
        'usage',
        `--prefix ${JSON.stringify(text)}: expected the prefix in the file, "=" and the new one, which begins with a letter, such as N=W (=W for ids without a prefix).`,
      );
    }
    if (prefixes.has(source)) throw new ConsolidatorError('usage', `--prefix ${source}=… is given twice.`);
    prefixes.set(source, target);
  }
  return Object.fromEntries(prefixes);
}

function textOf(out: string, { records, rewritten, kept, format, encoding }: RewriteReport): string {
  const kind = format === 'xml' ? 'XML' : 'CSV';
  const others = kept === 0 ? '' : `, ${kept} kept as they were`;
  return `${out}: ${records} records (${kind}, ${encoding}), ${rewritten} ids rewritten${others}.`;
}
