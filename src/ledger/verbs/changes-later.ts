import type { Ledger } from '../ledger.ts';
import type { RecordChanges } from './change-records.ts';
import type { DecisionVerbs } from './decision-verbs.ts';
import type { Steps } from './steps.ts';

type Later = RecordChanges & DecisionVerbs;

const names: Readonly<Record<keyof Later, true>> = {
  stagePage: true,
  decide: true,
  recordIntents: true,
  settle: true,
  settleAtOnce: true,
  restage: true,
  retry: true,
  accept: true,
  drop: true,
  purge: true,
  forget: true,
  adopt: true,
  linkByHand: true,
  closeStore: true,
  noteAccepted: true,
  replaceSnapshot: true,
  noteLookUps: true,
  noteRefusal: true,
  takeDecision: true,
  noteDecided: true,
  takenDecision: true,
  isTakenDecision: true,
  forgetDecisionsBefore: true,
};

/** The verbs that change records, which are loaded, with the rules of what may happen to one, when the first of them is called. */
export function changesLater(steps: Steps): Later {
  let loading: Promise<Later> | undefined;
  let loaded: Later | undefined;
  const load = async (): Promise<Later> => {
    const [{ changeRecords }, { decisionVerbs }] = await Promise.all([
      import('./change-records.ts'),
      import('./decision-verbs.ts'),
    ]);
    loaded = { ...changeRecords(steps), ...decisionVerbs(steps) };
    return loaded;
  };
  const verb = (name: keyof Later) => {
    return async (...given: readonly never[]): Promise<unknown> => {
      loading ??= load();
      const verbs: Pick<Ledger, keyof Later> = loaded ?? (await loading);
      return Reflect.apply(verbs[name], verbs, given);
    };
  };
  // Each name has the verb of that name.
  return Object.fromEntries(Object.keys(names).map((name) => [name, verb(name as keyof Later)])) as unknown as Later;
}
