import { z } from 'zod';
import { ConsolidatorError } from '../../model/errors.ts';
import { type Claim, claims, type LedgerPlace } from '../claim.ts';
import type { Ledger } from '../ledger.ts';
import { BY_A_PERSON } from '../run-entry.ts';
import { IDENTITY, type Note, type NoteChange } from '../storage/storage.ts';
import { otherNameOf } from '../transitions/store-names.ts';
import { withReason } from '../with-reason.ts';
import type { Steps } from './steps.ts';

type IdentityVerbs = Pick<
  Ledger,
  | 'installationId'
  | 'generation'
  | 'claimed'
  | 'movedTo'
  | 'noteMovedTo'
  | 'place'
  | 'pinPlace'
  | 'claim'
  | 'settleClaim'
  | 'pinStores'
  | 'setInstallationId'
>;

const STORE = 'store';
const MOVED_TO = 'moved-to';

const placeSchema = z.object({
  homeId: z.string(),
  home: z.string(),
  path: z.string(),
  inode: z.string(),
  machine: z.string(),
  database: z.string().optional(),
});

interface Identity {
  readonly installationId: string;
  readonly generation: number;
  readonly claimed: Claim | null;
  readonly movedTo: string | null;
}

function identityOf(notes: readonly Note[]): Identity {
  const said = new Map(notes.map(({ name, value }) => [name, value]));
  return {
    installationId: said.get('installation') ?? '',
    // Ledgers of earlier versions have none, and made copies that name none.
    generation: Number(said.get('generation') ?? 1),
    claimed: claims.find((claim) => claim === said.get('claimed')) ?? null,
    movedTo: said.get(MOVED_TO) ?? null,
  };
}

const said = (name: string, value: string): NoteChange => ({ scope: IDENTITY, name, value });

/** @param notes what the ledger says of itself as it is opened */
export function identityVerbs(steps: Steps, notes: readonly Note[]): IdentityVerbs {
  const { storage } = steps;
  let identity = identityOf(notes);
  /** @param change of what is there now */
  const change = async (
    compute: (now: Identity) => { readonly notes: readonly NoteChange[]; readonly tell?: string },
  ): Promise<void> => {
    await steps.changes(async () => {
      const { notes: changed, tell } = compute(identityOf(await storage.notes({ scope: IDENTITY })));
      const key = { store: '', entity: 'orders', sourceId: '' } as const;
      const entry = { at: steps.now(), run: BY_A_PERSON, event: 'claimed', detail: tell ?? '' } as const;
      const audit = tell === undefined ? [] : [{ key, entry }];
      return { result: undefined, changes: { notes: changed, audit } };
    });
    identity = identityOf(await storage.notes({ scope: IDENTITY }));
  };
  return {
    get installationId() {
      return identity.installationId;
    },
    get generation() {
      return identity.generation;
    },
    get claimed() {
      return identity.claimed;
    },
    get movedTo() {
      return identity.movedTo;
    },
    noteMovedTo: (place) => change(() => ({ notes: [said(MOVED_TO, place)] })),
    async place() {
      const [note] = await storage.notes({ scope: IDENTITY, names: ['place'] });
      return note === undefined ? null : placeSchema.parse(JSON.parse(note.value));
    },
    pinPlace: (place: LedgerPlace) => change(() => ({ notes: [said('place', JSON.stringify(place))] })),
    claim: (why, { than = 0, reason = '' } = {}) =>
      change((now) => {
        const generation = Math.max(now.generation, than) + 1;
        const goesOn = now.movedTo === null ? [] : [{ scope: IDENTITY, name: MOVED_TO, value: null }];
        const notes = [said('generation', String(generation)), said('claimed', why), ...goesOn];
        return { notes, tell: withReason(`${why}: generation ${now.generation}, now ${generation}`, reason) };
      }),
    settleClaim: (highest) =>
      change(({ generation }) => ({
        notes: [...(highest >= generation ? [said('generation', String(highest + 1))] : []), said('claimed', '')],
      })),
    setInstallationId: (id) => change(() => ({ notes: [said('installation', id)] })),
    pinStores: (pipeline, stores, looksOnly = false) => pinStores(steps, pipeline, stores, looksOnly),
  };
}

async function pinStores(
  steps: Steps,
  pipeline: string,
  stores: readonly { readonly name: string; readonly host: string }[],
  looksOnly: boolean,
): Promise<void> {
  const { storage } = steps;
  await steps.changes(async () => {
    const [owner] = await storage.notes({ scope: IDENTITY, names: ['pipeline'] });
    if (owner !== undefined && owner.value !== pipeline)
      throw foreign(storage.name, `it belongs to the pipeline "${owner.value}", not to "${pipeline}"`);
    const known = (await storage.notes({ scope: STORE })).map(({ name, value }) => ({ name, host: value }));
    const notes: NoteChange[] = owner === undefined ? [{ ...said('pipeline', pipeline), before: null }] : [];
    for (const { name, host } of stores) {
      const pinned = known.find((one) => one.name === name)?.host;
      if (pinned !== undefined && pinned !== host)
        throw foreign(storage.name, `its store "${name}" is ${pinned}, not ${host}`);
      if (pinned !== undefined) continue;
      const other = otherNameOf(host, known);
      if (other !== undefined) throw renamed(storage.name, { host, name, other });
      known.push({ name, host });
      notes.push({ scope: STORE, name, value: host, before: null });
    }
    return { result: undefined, changes: { notes: looksOnly ? [] : notes } };
  });
}

/** Under another name all of it would count as new, and be copied a second time. */
function renamed(
  ledger: string,
  { host, name, other }: { readonly host: string; readonly name: string; readonly other: string },
): ConsolidatorError {
  return new ConsolidatorError(
    'store-renamed',
    `${host} is called "${name}" in the pipeline file, and "${other}" in the ledger ${ledger}, by which its copies are known. Call it "${other}" again; nothing was read or written.`,
    { store: name },
  );
}

function foreign(ledger: string, why: string): ConsolidatorError {
  return new ConsolidatorError(
    'ledger-of-another-pipeline',
    `The ledger ${ledger} can't be used: ${why}. Each pipeline has its own ledger.`,
  );
}
