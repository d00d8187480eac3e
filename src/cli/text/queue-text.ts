import type { QueueTold } from '../../decisions/read-queue.ts';
import { counted } from '../../model/amounts-text.ts';
import { commandLine } from '../../model/command-lines.ts';
import { indent } from './table.ts';

/** So that nobody decides again, nor takes for done what was not. @param file the pipeline file as it was given */
export function queueBlocks({ queued, refused }: Pick<QueueTold, 'queued' | 'refused'>, file: string): string[] {
  return [
    ...(refused.length === 0
      ? []
      : [
          [
            `Decided, and not done: ${counted(refused.length, 'decision')}`,
            ...refused.flatMap(({ by, at, messages }) =>
              messages.map((message) => indent(`- ${message} (${by}, ${at})`, 3)),
            ),
            indent('Once you have seen it:', 3),
            `     ${commandLine('neto-consolidator todo', [file], '--seen')}`,
          ].join('\n'),
        ]),
    ...(queued.length === 0
      ? []
      : [
          [
            `Decided, and queued until the run that goes on comes to it, or the next one: ${counted(queued.length, 'decision')}`,
            ...queued.map(({ words, by, at }) => indent(`- ${words} (${by}, ${at})`, 3)),
          ].join('\n'),
        ]),
  ];
}
