import { arrivalWords } from '../../arrival/words.ts';
import { count, counted, money } from '../../model/amounts-text.ts';
import { dayWords } from '../../model/day-words.ts';
import { isZero } from '../../model/money.ts';
import {
  type AcceptedDifference,
  type Proof,
  type ProofDifference,
  type ProofLabel,
  type ProvenSide,
  provesNothing,
  type StoreProof,
} from '../../run/proof.ts';
import { indent } from './table.ts';

/** What the ledger says of a difference that it explains. */
export const labelWords: Readonly<
  Record<Exclude<ProofLabel, 'unexplained' | 'before-this-version' | 'gst-rounding'>, string>
> = {
  quarantined: 'in quarantine',
  'under-way': 'changed since it was read, or not decided yet',
  decided: 'accepted by you, with a reason',
  dropped: 'dropped by you, with a reason',
  'left-out': 'left out by rule',
  'next-run': 'decided by you, goes with the next run',
};

/** Differences named; the rest is counted. */
const NAMED = 20;

/** What the proof of a run found, for a bookkeeper; nothing where there was none. */
export function proofText(proof: Proof | null): string[] {
  if (proof === null) return [];
  const { books } = proof;
  const inXero = books === undefined ? [] : [indent(`Xero: ${arrivalWords(books)}.`, 2)];
  return ['', `Proof of ${dayWords(proof.day)}`, ...proof.stores.flatMap(storeText), ...inXero];
}

function storeText(proof: StoreProof): string[] {
  const { store, state, why, differences } = proof;
  if (state === 'put-off') return [indent(`${store}: put off. ${why ?? ''}`, 2)];
  if (state === 'under-way') return [indent(`${store}: under way. ${why ?? ''}`, 2)];
  const verdict =
    differences.length === 0
      ? provesNothing(proof)
        ? proof.secondary.orders === 0
          ? 'nothing to compare.'
          : 'not proven yet, since nothing of it is copied.'
        : `${agreement(proof)}.`
      : `${counted(differences.length, 'difference')} that nothing explains:`;
  return [
    indent(`${store}, ${periodWords(proof)}: ${sidesWords(proof)}; ${verdict}`, 2),
    ...differencesText(differences),
    ...explained(proof),
    ...acceptedText(proof.accepted ?? []),
  ];
}

export function differencesText(differences: readonly ProofDifference[]): string[] {
  const left = differences.length - NAMED;
  return [
    ...differences.slice(0, NAMED).map(({ message, remedy }) => indent(`- ${message} ${remedy}`, 4)),
    ...(left > 0 ? [`    ... and ${count(left)} more of these`] : []),
  ];
}

/** Named each time: it stays in the books because somebody said so, and nothing else reminds of it. */
export function acceptedText(accepted: readonly AcceptedDifference[]): string[] {
  const left = accepted.length - NAMED;
  return [
    ...accepted.slice(0, NAMED).map(({ message }) => indent(`Accepted by a person: ${message}`, 4)),
    ...(left > 0 ? [`    ... and ${count(left)} more of these`] : []),
  ];
}

function agreement({ labels }: StoreProof): string {
  return Object.keys(labels).length === 0 ? 'all agree to the cent' : 'all else agrees to the cent';
}

function periodWords({ from, to }: StoreProof): string {
  return `${dayWords(from)} to ${dayWords(to)}`;
}

function sidesWords({ store, secondary, primary }: StoreProof): string {
  const [there, here] = [sideWords(secondary), sideWords(primary)];
  return there === here ? `${there} on both sides` : `${there} in ${store}, ${here} in the primary`;
}

function sideWords({ orders, payments, returns }: ProvenSide): string {
  return [counted(orders, 'order'), counted(payments, 'payment'), counted(returns, 'return')].join(', ');
}

function explained({ labels, gstRounding, beforeThisVersion, firstSeen }: StoreProof): string[] {
  const parts = Object.entries(labelWords).flatMap(([label, words]) => {
    const number = labels[label as ProofLabel] ?? 0;
    return number === 0 ? [] : [`${count(number)} ${words}`];
  });
  const rounded = labels['gst-rounding'] ?? 0;
  const before = Object.entries(beforeThisVersion).map(([cause, number]) => `${count(number)} × ${cause}`);
  return [
    ...(parts.length === 0 ? [] : [indent(`Explained: ${parts.join(', ')}.`, 4)]),
    ...(rounded === 0
      ? []
      : [
          indent(
            `GST of ${counted(rounded, 'order')} differs by rounding alone${isZero(gstRounding) ? '' : `, by ${money(gstRounding)} in all`}.`,
            4,
          ),
        ]),
    ...(before.length === 0
      ? []
      : [
          indent(
            `From before this version: ${before.join(', ')}.${firstSeen ? ' They stay as they are, and hold up nothing; `reconcile` names each.' : ''}`,
            4,
          ),
        ]),
  ];
}
