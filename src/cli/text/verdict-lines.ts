import { shellWord } from '../../model/command-lines.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { verdictLegend, verdictSentences } from '../../verdict/verdict-text.ts';

/**
 * The verdict as a command prints it, with where to go on.
 * @param file the pipeline file as it was given
 */
export function verdictLines(verdict: Verdict, file: string): string[] {
  return [
    ...verdictSentences(verdict),
    ...(verdict.toDo === 0 ? [] : [`What, and how: neto-consolidator todo ${shellWord(file)}`]),
    verdictLegend,
  ];
}

/** The verdict before what a run tells of itself. */
export function withVerdict(verdict: Verdict | null, report: string, file: string): string {
  return verdict === null ? report : [...verdictLines(verdict, file), '', report].join('\n');
}
