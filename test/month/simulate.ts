import { type Fault, type FaultKind, type FaultRequest, faultKinds, seededFaults } from '../../src/fake-store/index.ts';
import { type Clock, stopped } from '../../src/neto/clock.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { handLinks } from '../../src/proof/hand-links.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import type { Reconciliation } from '../../src/reconcile/result.ts';
import type { ProofLabel } from '../../src/run/proof.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { keylessIn } from '../chaos/refused.ts';
import { openLedger } from '../support/open-ledger.ts';
import { clockJumps, jump, untoldJump } from './clock-jumps.ts';
import { judge, type Verdict, watchAlways } from './judge.ts';
import { kinds } from './kinds.ts';
import { CLEAN_KINDS, MonthBooks, type XeroRow } from './month-books.ts';
import { BEGINNING, type Plan, planMonth } from './plan.ts';
import { Plots } from './play-plots.ts';
import { Proofs } from './proofs.ts';
import { Stage } from './stage.ts';
import { takenKinds } from './taken-in-xero.ts';
import { DAY, type Happening, MINUTE, type Stores } from './truth.ts';
import { openWorld } from './world.ts';

export interface MonthOptions {
  readonly seed: number;
  readonly days: number;
  readonly orders: number;
  /** Of the requests, from 0 to 1. */
  readonly faultRate: number;
  /** Neto's export goes to a Xero that does what nobody knows in this way, and each day's look is judged. */
  readonly xero?: XeroRow | undefined;
  /** Minutes between two runs; a quarter of an hour when left out. Fewer runs take less time, and prove as often. */
  readonly every?: number | undefined;
  readonly tell?: ((line: string) => void) | undefined;
}

export interface MonthResult extends Verdict {
  readonly runs: number;
  /** By status of the run. */
  readonly ended: Readonly<Record<string, number>>;
  readonly faults: number;
  /** Runs during which a clock was wrong. */
  readonly jumps: number;
  readonly happenings: number;
  /** Happenings that had to wait because the copy was not there yet, in quarters of an hour. */
  readonly postponed: number;
  /** What happened to the ledger, the names of stores and export files, and what came of it. */
  readonly plots: Readonly<Record<string, number>>;
  /** Finished daily proofs, one for each store and day. */
  readonly proofs: number;
  /** What they found, by what the ledger said of it. */
  readonly proofLabels: Readonly<Partial<Record<ProofLabel, number>>>;
  /** What came of Xero, in a line; undefined without it. */
  readonly xero: string | undefined;
  /** Errors that were planted there. */
  readonly plantedInXero: number;
  readonly milliseconds: number;
}

/** When errors are planted in Xero, as a share of the month. */
const PLANTED_AT = 0.65;

/** What lasts in real time is left out: a simulated month has none to spare. */
export const quick: readonly FaultKind[] = faultKinds.filter((kind) => kind !== 'no-answer' && kind !== 'slow');
/** Between two runs, in minutes. */
const EVERY = 15;
/** Runs without a fault at the end. */
const CLEAN = 4;

/** Runs every so many simulated minutes while the plan happens, then compares all with what was planted. */
export async function simulateMonth(options: MonthOptions): Promise<MonthResult> {
  const step = (options.every ?? EVERY) * MINUTE;
  const plan = planMonth({ ...options, ...kindsBeside(options.xero) });
  let time = BEGINNING;
  // Time goes on a little with each look at the clock, and is the same in each simulation.
  let ticks = 0;
  const clock = (): number => {
    ticks += 1;
    return time + Math.min(ticks, step - 1);
  };
  // Whoever waits for a place among a minute's requests has that time pass, rather than look at a real clock until it has.
  const requestClock: Clock = {
    now: () => time + ticks,
    async sleep(milliseconds, signal) {
      if (signal?.aborted === true) throw stopped();
      ticks += Math.ceil(milliseconds);
    },
  };
  const started = performance.now();
  const books = options.xero === undefined ? undefined : await MonthBooks.open(options.xero, clock);
  const world = await openWorld(clock, books);
  const state = { runs: 0, ended: {} as Record<string, number>, faults: 0, jumps: 0, postponed: 0 };
  const violations: string[] = [];
  const nextJump = clockJumps(options.seed);
  const proofs = new Proofs(plan.truths);
  const stage = new Stage(world, plan, clock, requestClock);
  const plots = new Plots(stage, options.days);
  try {
    books?.begin(world.stores.main, plan.truths);
    plantFaults(world.stores, options, () => {
      state.faults += 1;
    });
    const open = [...plan.happenings];
    const end = BEGINNING + plan.days * DAY;
    let last: RunSummary | undefined;
    for (let clean = 0; clean < CLEAN; ) {
      time += step;
      ticks = 0;
      state.postponed += happen(open, time, world.stores, violations);
      await finishThen(stage, open, time);
      await books?.goOn(time - step, time);
      const planted = BEGINNING + PLANTED_AT * plan.days * DAY;
      if (time - step < planted && planted <= time) books?.plant(world.stores.main, plan.truths);
      if (time < end) await plots.play(time);
      if (time >= end) {
        for (const store of Object.values(world.stores)) store.faults.next = undefined;
        clean += 1;
      }
      const wrong = clean > 0 ? undefined : nextJump();
      const setRight = wrong === undefined ? undefined : jump(world.stores, wrong);
      const ahead = wrong?.whose === 'own' ? wrong.ahead : 0;
      last = await runOnce(stage, () => clock() + ahead, clean === CLEAN);
      setRight?.();
      proofs.note(last);
      books?.note(last, plan.truths);
      if (wrong !== undefined) {
        state.jumps += 1;
        const untold = untoldJump(wrong, last);
        if (untold !== undefined) violations.push(untold);
      }
      state.runs += 1;
      state.ended[last.status] = (state.ended[last.status] ?? 0) + 1;
      if (state.runs % Math.round(DAY / step) === 0) {
        violations.push(...watchAlways(world.stores));
        options.tell?.(
          `day ${Math.round((time - BEGINNING) / DAY)}: ${plan.happenings.length - open.length} happenings, ${state.faults} faults, ${proofs.done} proofs, ${violations.length + stage.violations.length + proofs.violations.length} violations, ${Math.round((performance.now() - started) / 1000)} s`,
        );
      }
    }
    for (const { truth, at } of open) {
      violations.push(
        `${truth?.store} ${truth?.sourceId} (${truth?.kind}): what was due ${new Date(at).toISOString()} never came`,
      );
    }
    violations.push(...watchAlways(world.stores));
    proofs.close(last, options.days);
    books?.close(plan.truths);
    const reconciliation = await reconcileAll(stage);
    const verdict = judge(plan, world.stores, last, reconciliation, books === undefined ? [] : ['differences']);
    return {
      ...verdict,
      violations: [
        ...violations,
        ...stage.violations,
        ...proofs.violations,
        ...(books?.violations ?? []),
        ...verdict.violations,
      ],
      ...state,
      plots: stage.counts,
      proofs: proofs.done,
      proofLabels: proofs.labels,
      happenings: plan.happenings.length,
      xero: books?.table,
      plantedInXero: books?.planted ?? 0,
      milliseconds: Math.round(performance.now() - started),
    };
  } finally {
    await world.close();
    await books?.xero.close();
  }
}

/** @param isLast whether it proves in any case; else as `run` and `schedule` do, after 02:00 of the primary's day */
function runOnce(stage: Stage, now: () => number, isLast: boolean): Promise<RunSummary> {
  return stage.run(stage.world.place, { now, prover: dailyProof, proof: isLast ? 'now' : 'daily' });
}

/** As the command does it, which is told what people have linked. */
async function reconcileAll(stage: Stage): Promise<Reconciliation> {
  const { pipeline, home, now } = stage.at(stage.world.place);
  const ledger = openLedger(pipeline.ledger);
  try {
    return await reconcile({ pipeline, home, now, links: await handLinks(ledger) });
  } finally {
    await ledger.close();
  }
}

/** What people do with commands: until it is done. */
async function finishThen(stage: Stage, open: Happening[], now: number): Promise<void> {
  for (const happening of open.filter(({ at, then }) => then !== undefined && at <= now)) {
    if ((await happening.then?.(stage)) === true) open.splice(open.indexOf(happening), 1);
  }
}

/** @returns how many had to be put off */
export function happen(open: Happening[], now: number, stores: Stores, violations: string[]): number {
  let postponed = 0;
  const due = open.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
  for (const happening of due) {
    if (happening.then !== undefined) continue;
    if (happening.ready?.(stores) === false) {
      postponed += 1;
      happening.at = now + 1;
      continue;
    }
    open.splice(open.indexOf(happening), 1);
    try {
      happening.act(stores);
    } catch (error) {
      violations.push(`${happening.truth?.sourceId} (${happening.truth?.kind}): ${String(error)}`);
    }
  }
  return postponed;
}

/** What changes after its batch was posted differs from it for good, so that no batch of a day would agree. */
function kindsBeside(row: XeroRow | undefined): Pick<Parameters<typeof planMonth>[0], 'among' | 'more'> {
  if (row === undefined) return {};
  if (row.mode === 'per-order') return { more: takenKinds };
  return {
    among: Object.fromEntries(Object.entries(kinds).filter(([kind]) => CLEAN_KINDS.has(kind))),
    more: takenKinds,
  };
}

function plantFaults({ main, west, south }: Stores, { seed, faultRate }: MonthOptions, met: () => void): void {
  for (const [index, store] of [main, west, south].entries()) {
    const plan = seededFaults({ seed: seed * 3 + index, rate: faultRate, kinds: quick });
    store.faults.next = (request) => {
      const fault = plan(request);
      if (fault === undefined || isForAPerson(fault, request)) return undefined;
      met();
      return fault;
    };
  }
}

/**
 * Whether what it meets would rightly wait for a person: that is planted on its own orders, and nowhere else. A payment or
 * return that is refused alone, and a change that the primary calls made and has not made.
 */
export function isForAPerson(fault: Fault, request: FaultRequest): boolean {
  const isPart = fault.kind === 'partial-batch' && fault.stored === 0 && fault.answer === 'error';
  if (isPart && keylessIn(request).length === 1) return true;
  const isDenied = fault.kind === 'lie' || (fault.kind === 'partial-batch' && fault.answer === 'success');
  return isDenied && request.action === 'UpdateOrder' && !JSON.stringify(request.body).includes('OrderApproval');
}

export type { Plan };
