import { existsSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isTrackable } from '../../config/edit/env-file.ts';
import { shellWord } from '../../model/command-lines.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { forgetKept, keptFile, readKept, writeKept } from '../../operations/init/kept-answers.ts';
import { pipelineText } from '../../operations/init/pipeline-text.ts';
import { refuseExisting, writePipeline } from '../../operations/init/write-pipeline.ts';
import { Answers } from './answers.ts';
import type { Around } from './around.ts';
import { flagsOf, type InitOptions, storesOf } from './flags.ts';
import { interview, nameProblem } from './interview.ts';
import { notRight } from './not-right.ts';
import { openPerson, type Person } from './person.ts';
import { type Session, withSession } from './session.ts';

/**
 * Asks for what a pipeline needs and writes its file.
 * @param file as it was given
 * @throws ConsolidatorError; `stopped` leaves what was answered
 */
export async function runInit(around: Around, file: string, options: InitOptions): Promise<void> {
  const target = path.resolve(around.folder, file);
  const name = nameOf(target);
  if (options.force !== true) refuseExisting(target, file);
  const stores = storesOf(options);
  for (const [place, store] of stores.entries()) {
    const problem = nameProblem(
      store.name,
      stores.slice(0, place).map((one) => one.name),
    );
    if (problem !== undefined) throw new ConsolidatorError('usage', `--store ${store.name}: ${problem}`);
  }
  const person = around.prompting === undefined ? undefined : await openPerson(around.prompting, around);
  const keptAt = keptFile(target);
  if (options.anew === true) await forgetKept(keptAt);
  await withSession(around, file, async (session) => {
    if (person !== undefined || options.saveKeys === true) await refuseTracked(session, person);
    const kept = person === undefined ? undefined : await readKept(keptAt);
    welcome(session, { person, kept: Object.keys(kept ?? {}).length });
    const answers = new Answers({
      flags: flagsOf(
        options,
        [...stores.map((one) => one.name), ...(kept?.['stores']?.split(',') ?? [])],
        person === undefined || stores.length > 0,
      ),
      kept: kept ?? {},
      person,
      yes: options.yes === true,
      savesKeys: options.saveKeys === true,
      tell: session.tell,
      save: (all) => writeKept(keptAt, all),
    });
    const choices = await interview(session, answers, { name, ledger: ledgerOf(target, name), stores });
    const text = pipelineText(choices);
    const { environment } = around;
    const force = options.force === true;
    await writePipeline({ file: target, text, environment, force }, (problems) => notRight(answers, text, problems));
    await forgetKept(keptAt);
    session.tell(writtenWords(session));
  });
}

function nameOf(target: string): string {
  const { name, ext } = path.parse(target);
  if (!['.yaml', '.yml'].includes(ext))
    throw new ConsolidatorError('usage', `A pipeline file ends with .yaml, and ${path.basename(target)} does not.`, {
      remedy: `Write for example: neto-consolidator init pipelines/${shellWord(name || 'stores')}.yaml`,
    });
  if (!/^[A-Za-z0-9_-]+$/.test(name))
    throw new ConsolidatorError(
      'usage',
      `The pipeline is called as its file, and ${JSON.stringify(name)} has more than letters, digits, - and _.`,
      {
        remedy: 'Give another name after init.',
      },
    );
  return name;
}

/** Beside a folder `pipelines`, so that what changes stands apart from what a person writes. */
function ledgerOf(target: string, name: string): string {
  return path.basename(path.dirname(target)) === 'pipelines' ? `../state/${name}.db` : `state/${name}.db`;
}

function welcome(
  { tell, file, envFile }: Session,
  { person, kept }: { person: Person | undefined; kept: number },
): void {
  if (person === undefined) return;
  tell(
    `This makes a pipeline: the file ${file}, and ${envFile} with the keys. The stores are only read. Enter takes what is proposed; Ctrl-C stops, and the same command goes on from there.`,
  );
  if (kept > 0) tell(`\nGoing on with what you answered before. To begin from nothing, add --anew.`);
}

/** @throws ConsolidatorError `usage` where Git would take the keys */
async function refuseTracked({ tell, path: target, envFile }: Session, person: Person | undefined): Promise<void> {
  const env = path.join(path.dirname(target), '.env');
  if (!(await isTrackable(env))) return;
  const message = `${envFile} is to hold the keys, and it stands where Git would take it into a repository.`;
  if (person !== undefined) {
    tell(message);
    const ignore = path.join(path.dirname(env), '.gitignore');
    if (await person.confirm('Have Git ignore it, by a line in .gitignore beside it?', true)) {
      await mkdir(path.dirname(ignore), { recursive: true, mode: 0o700 });
      await appendFile(ignore, `${existsSync(ignore) ? '\n' : ''}.env\n`);
      if (!(await isTrackable(env))) return;
    }
  }
  throw new ConsolidatorError('usage', message, {
    remedy:
      'Take it out of Git and have it ignored (a line .env in .gitignore), or choose a folder outside of the repository.',
  });
}

function writtenWords({ file, envFile, path: target }: Session): string {
  const hasKeys = existsSync(path.join(path.dirname(target), '.env'));
  return `\nWritten: ${file}${hasKeys ? `, and ${envFile} with the keys. Nobody else can read them` : ''}. Now it is tried.`;
}
