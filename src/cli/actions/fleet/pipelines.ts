import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { checkStored } from '../../../config/stored/stored-pipeline.ts';
import { changedKeys } from '../../../fleet/pipelines/changed-keys.ts';
import {
  applyPipeline,
  historyOf,
  type PipelineToStore,
  pausePipeline,
  removePipeline,
  resumePipeline,
  storedPipeline,
  storedPipelines,
} from '../../../fleet/pipelines/stored-pipelines.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { instantOfMilliseconds } from '../../../model/time.ts';
import { personHere } from '../../../session/person-here.ts';
import { type OutputOption, printResult, printText } from '../../output.ts';
import { reasonGiven } from '../../reason.ts';
import type { Shell } from '../../shell.ts';
import { table } from '../../text/table.ts';
import { withFleet } from './open-fleet.ts';

interface WithReason {
  readonly reason?: string;
}

export async function apply(shell: Shell, given: readonly string[], options: WithReason & OutputOption): Promise<void> {
  const pipelines = await pipelinesOf(shell, given);
  const deed = { who: personHere(), reason: options.reason };
  const applied = await withFleet(shell.environment, async (fleet) => {
    const results: { name: string; result: string }[] = [];
    for (const pipeline of pipelines)
      results.push({ name: pipeline.name, result: await applyPipeline(fleet, pipeline, deed) });
    return results;
  });
  printResult(shell, options, applied, () => applied.map(({ name, result }) => `${name}: ${result}`).join('\n'));
}

export async function list(shell: Shell, options: OutputOption): Promise<void> {
  const stored = await withFleet(shell.environment, (fleet) => storedPipelines(fleet));
  const document = stored.map(({ text, yesBy: _, ...rest }) => ({
    ...rest,
    keptIn: text === null ? 'folder' : 'database',
  }));
  printResult(shell, options, document, () =>
    stored.length === 0
      ? 'The fleet has no pipeline. Store one: neto-consolidator pipelines apply FILE'
      : table(
          [
            { title: 'Pipeline' },
            { title: 'Version', align: 'right' },
            { title: 'Kept in' },
            { title: 'Schedule' },
            { title: 'State' },
            { title: 'Primary' },
          ],
          document.map(({ name, version, keptIn, schedule, state, primaryHost }) => [
            name,
            String(version),
            keptIn,
            schedule ?? '-',
            state,
            primaryHost,
          ]),
        ),
  );
}

export async function diff(shell: Shell, given: readonly string[], options: OutputOption): Promise<void> {
  const pipelines = await pipelinesOf(shell, given);
  const stored = new Map(
    (await withFleet(shell.environment, (fleet) => storedPipelines(fleet))).map((one) => [one.name, one]),
  );
  const differences = pipelines.map(({ name, text }) => {
    const before = stored.get(name)?.text;
    return { name, isNew: before === undefined, changes: changedKeys(before ?? '', text ?? '') };
  });
  printResult(shell, options, differences, () =>
    differences
      .map(({ name, isNew, changes }) =>
        isNew
          ? `${name}: not stored yet`
          : changes.length === 0
            ? `${name}: no difference`
            : [`${name}:`, ...changes.map(({ key, before, after }) => `  ${key}: ${before} → ${after}`)].join('\n'),
      )
      .join('\n'),
  );
  if (differences.some(({ isNew, changes }) => isNew || changes.length > 0)) shell.end(1);
}

export async function history(shell: Shell, name: string, options: OutputOption): Promise<void> {
  const changes = await withFleet(shell.environment, async (fleet) => {
    await storedPipeline(fleet, name);
    return historyOf(fleet, name);
  });
  printResult(shell, options, changes, () =>
    table(
      [{ title: 'When' }, { title: 'Version', align: 'right' }, { title: 'What' }, { title: 'Who' }, { title: 'Why' }],
      changes.map(({ at, version, what, who, reason }) => [
        instantOfMilliseconds(at.getTime()),
        String(version),
        what,
        who,
        reason ?? '',
      ]),
    ),
  );
}

export async function pause(shell: Shell, name: string, { reason = '' }: WithReason): Promise<void> {
  const deed = { who: personHere(), reason: reasonGiven(reason) };
  const isNew = await withFleet(shell.environment, (fleet) => pausePipeline(fleet, name, deed));
  printText(
    shell,
    isNew
      ? `${name} is paused: no run begins until it is resumed. One that goes on ends as ever.`
      : `${name} was paused already.`,
  );
}

export async function resume(shell: Shell, name: string, { reason }: WithReason): Promise<void> {
  const deed = { who: personHere(), reason };
  const isNew = await withFleet(shell.environment, (fleet) => resumePipeline(fleet, name, deed));
  printText(shell, isNew ? `${name} runs by its schedule again.` : `${name} was not paused.`);
}

export async function remove(shell: Shell, name: string, { reason = '' }: WithReason): Promise<void> {
  const deed = { who: personHere(), reason: reasonGiven(reason) };
  await withFleet(shell.environment, (fleet) => removePipeline(fleet, name, deed));
  printText(shell, `${name} is not run any more. Its ledger and its history stay.`);
}

/** Of files, and of all in a folder; each is checked before anything is stored. */
async function pipelinesOf(shell: Shell, given: readonly string[]): Promise<PipelineToStore[]> {
  const files = (await Promise.all(given.map((one) => filesIn(path.resolve(shell.folder, one), one)))).flat();
  const pipelines: PipelineToStore[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    const name = path.basename(file).replace(/\.ya?ml$/, '');
    try {
      const { primary, schedule = null } = checkStored({ name, text });
      pipelines.push({ name, text, primaryHost: primary.host, schedule, timeZone: primary.timezone });
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw error;
      // By the file, as its places are of that, and not by the name under which it would be stored.
      const shown = path.relative(shell.folder, file);
      problems.push(
        error.message
          .split('\n')
          .map((line) => line.replace(`${name}:`, `${shown}:`))
          .join('\n'),
      );
    }
  }
  if (problems.length > 0) throw new ConsolidatorError('config-invalid', `${problems.join('\n')}\nNothing was stored.`);
  return pipelines;
}

/** @throws ConsolidatorError `config-unreadable` */
async function filesIn(absolute: string, given: string): Promise<string[]> {
  try {
    if (!(await stat(absolute)).isDirectory()) return [absolute];
    const names = (await readdir(absolute)).filter((name) => /\.ya?ml$/.test(name)).sort();
    if (names.length > 0) return names.map((name) => path.join(absolute, name));
  } catch (cause) {
    throw new ConsolidatorError(
      'config-unreadable',
      `${given} can't be read; expected a pipeline file, or a folder with such files.`,
      { cause },
    );
  }
  throw new ConsolidatorError('config-unreadable', `${given} holds no pipeline file (.yaml).`);
}
