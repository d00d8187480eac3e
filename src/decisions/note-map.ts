import { ConsolidatorError } from '../model/errors.ts';
import { instantOfMilliseconds } from '../model/time.ts';
import { type MapOptions, type MapResult, mapName } from '../operations/map/map-name.ts';
import { mappings } from '../operations/map/mappings.ts';
import { BegunChanges, hashOfText } from '../session/decisions/begun-changes.ts';
import { type Deciding, decide, type PersonsWord } from './decide.ts';

type Word = Pick<PersonsWord, 'id' | 'by'> & { readonly reason: string };

/**
 * Says in the pipeline file what a name is, and has the audit tell of it: at once, or by whoever holds the ledger now. Killed in between,
 * the next one who opens the ledger to write tells of it, if the file was changed.
 * @returns what was changed, and why the audit could not be told, if it could not: the file itself is changed
 * @throws ConsolidatorError as `mapName`; `file-unwritable` where no word of it could be left: then nothing is changed
 */
export async function mapAndNote(
  deciding: Deciding,
  word: Word,
  options: Omit<MapOptions, 'beginning'>,
): Promise<{ readonly result: MapResult; readonly untold: string | undefined }> {
  const begun = new BegunChanges(deciding.pipeline);
  const { id, by, reason } = word;
  const beginning: MapOptions['beginning'] = async ({ result, texts }) => {
    const added = result.lines.filter((line) => line.startsWith('+ ')).map((line) => line.slice(2).trim());
    await begun.begin({
      ...{ id, by, reason, at: instantOfMilliseconds(deciding.now()), event: 'mapped' },
      ...{ store: result.store, change: changeIn(result) },
      provenBy: {
        ...{ kind: 'file', file: deciding.pipeline.file, lines: added.filter(Boolean) },
        ...{ before: hashOfText(texts.before), after: hashOfText(texts.after) },
      },
    });
  };
  const result = await mapName({ ...options, beginning }).catch(async (error: unknown) => {
    await begun.end(id);
    throw error;
  });
  const untold = await noteMap(deciding, word, result);
  // Else it stays for the next one, who can.
  if (untold === undefined) await begun.end(id);
  return { result, untold };
}

async function noteMap(deciding: Deciding, { id, by, reason }: Word, result: MapResult): Promise<string | undefined> {
  if (result.result === 'would-change' || result.result === 'by-hand') return undefined;
  const { store } = result;
  try {
    const request = { kind: 'noted', event: 'mapped', store, change: changeIn(result), reason } as const;
    await decide(deciding, { id, by, request });
    return undefined;
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return `The audit could not be told yet, and the next run does it: ${error.message}`;
  }
}

function changeIn({ what, name, before, to }: MapResult): string {
  const quoted = (text: string | null): string => (text === null ? 'nothing' : JSON.stringify(text));
  return `${mappings[what].words} ${quoted(name)}: ${quoted(before)}, now ${quoted(to)}`;
}
