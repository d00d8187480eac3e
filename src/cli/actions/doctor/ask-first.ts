import type { Pipeline } from '../../../config/pipeline.ts';
import { keeperOf } from '../../../ledger/open/keeper-of.ts';
import { counted } from '../../../model/amounts-text.ts';
import { shellWord } from '../../../model/command-lines.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { isInItsPlace, readableLedger } from '../../../operations/doctor/is-sound.ts';
import { stateHome } from '../../../session/state-home.ts';
import type { OutputOption } from '../../output.ts';
import type { Shell } from '../../shell.ts';

interface AskOptions extends OutputOption {
  readonly yes?: boolean;
}

/** Making the map anew is for a ledger that is lost: of one that is sound it takes what people have decided. */
export async function mayRebuild(
  shell: Shell,
  pipeline: Pipeline,
  options: AskOptions,
  file: string,
): Promise<boolean> {
  const sound = await readableLedger(pipeline);
  if (sound === undefined) return true;
  const { copies, decisions } = sound;
  const decided =
    decisions === 0
      ? 'Nobody has decided anything in it.'
      : `What people have decided about ${counted(decisions, 'record')} is lost with it: what was dropped is copied unless it is dropped again, what was accepted is quarantined again.`;
  const words = `The ledger ${keeperOf(pipeline).name} is sound, and holds ${counted(copies, 'copy', 'copies')}: there is no need to make it anew. ${decided} Its generation is raised, so that no copy of it can go on.`;
  return asked(shell, options, {
    words,
    question: 'Make it anew?',
    again: `doctor ${shellWord(file)} --rebuild --yes`,
  });
}

/** To say of a ledger that it was moved or put back supersedes every other copy of it, for good. */
export async function mayClaim(
  shell: Shell,
  pipeline: Pipeline,
  options: AskOptions,
  claimed: { readonly why: 'moved' | 'restored'; readonly file: string },
): Promise<boolean> {
  const { why, file } = claimed;
  const sound = await readableLedger(pipeline);
  if (sound === undefined || !(await isInItsPlace(pipeline, stateHome(shell.environment)))) return true;
  const was = why === 'moved' ? 'was moved here' : 'was put back';
  const words = `The ledger ${keeperOf(pipeline).name} is sound, and nothing tells that it ${was}. To say so raises its generation (${sound.generation} now), which can't be taken back: every other copy of it, and each backup made before, stops until it is claimed in its turn. No decision is lost.`;
  return asked(shell, options, {
    words,
    question: `Say that it ${was}?`,
    again: `doctor ${shellWord(file)} --${why} --yes`,
  });
}

/** @throws ConsolidatorError `usage` where nobody is there to say yes */
async function asked(
  shell: Shell,
  { yes, output }: AskOptions,
  { words, question, again }: { readonly words: string; readonly question: string; readonly again: string },
): Promise<boolean> {
  if (yes === true) return true;
  if (shell.ask === undefined || output === 'json')
    throw new ConsolidatorError(
      'usage',
      `${words} Nothing was changed. To do it all the same: neto-consolidator ${again}`,
    );
  shell.note(words);
  if (await shell.ask(question)) return true;
  shell.print('Nothing was changed.');
  return false;
}
