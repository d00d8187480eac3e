import { listed } from '../model/amounts-text.ts';
import { commandLine } from '../model/command-lines.ts';
import type { ProofLabel } from '../run/proof.ts';
import type { Comparison, TracedDifference } from './trace.ts';

/** What is known of a difference that needs no looking into, for people. */
export const labelWords: Readonly<Record<Exclude<ProofLabel, 'unexplained'>, string>> = {
  decided: 'accepted by you, with a reason',
  dropped: 'dropped by you, with a reason',
  'under-way': 'changed since it was read, or not decided yet',
  quarantined: 'in quarantine',
  'left-out': 'left out by rule',
  'next-run': 'decided by you, goes with the next run',
  'gst-rounding': 'by rounding alone',
  'before-this-version': 'from before this version',
};

/** What waits for something else than a person who looks into the two sides. */
const remedies: Readonly<Partial<Record<ProofLabel, string>>> = {
  'under-way': 'The next run carries over what changed.',
  'next-run': 'The next run takes up what you decided.',
};

/** Whether the two sides agree, and in what: nothing is said to agree that was not compared. */
export function verdictOf({ agreed, differences, notCompared }: Comparison): {
  readonly words: string;
  readonly remedies: readonly string[];
} {
  const open = differences.filter(({ label }) => label === 'unexplained');
  const labels = [...new Set(differences.map(({ label }) => label))].filter((label) => label !== 'unexplained');
  const known = labels.map((label, place) => {
    const count = countOf(differences, label);
    const what = place > 0 ? '' : count === 1 ? ' difference' : ' differences';
    return `${count}${what} ${labelWords[label]}`;
  });
  const rest = known.length === 0 ? '' : `Explained: ${known.join(', ')}.`;
  const told = new Set([
    ...open.map(({ remedy }) => remedy),
    ...labels.flatMap((label) => (label === 'quarantined' ? seeQuarantined(differences) : (remedies[label] ?? []))),
  ]);
  const incomplete = notCompared.length === 0 ? '' : 'Not all could be compared: see below.';
  if (open.length > 0) {
    const number = open.length === 1 ? 'one difference' : `${open.length} differences`;
    return { words: joined([`The two sides part now, by ${number}.`, rest, incomplete]), remedies: [...told] };
  }
  if (agreed.length === 0) return { words: incomplete, remedies: [...told] };
  const extent = `in ${listed(agreed)}`;
  const agreement =
    known.length === 0 ? `Both sides agree to the cent ${extent}.` : `All else agrees to the cent ${extent}.`;
  return { words: joined([rest, agreement, incomplete]), remedies: [...told] };
}

/** By their ids, where these are known. */
function seeQuarantined(differences: readonly TracedDifference[]): string {
  const own = differences.filter(({ label, entity }) => label === 'quarantined' && entity !== 'refund');
  const ids = [...new Set(own.flatMap(({ sourceId }) => sourceId ?? []))];
  const lines = ids.map((id) => `\`${commandLine('quarantine show', [id])}\``);
  return `See ${lines.length === 0 ? '`quarantine show`' : listed(lines)} for what is quarantined.`;
}

function countOf(differences: readonly TracedDifference[], label: ProofLabel): number {
  return differences.filter((one) => one.label === label).length;
}

/** Sentences, without those that are empty. */
export function joined(sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
