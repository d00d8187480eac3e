import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { examples, type FreshOrder, placeOrder } from './fresh-orders.ts';
import {
  countOf,
  type ExportedFiles,
  importFiles,
  keyPayments,
  namesIn,
  paymentsOf,
  readExported,
} from './import-wizard.ts';
import { stamp } from './ledger-moves.ts';
import type { Truth } from './population.ts';
import { oneOf, type Scene } from './scene.ts';

const IMPORTS = ['wholly', 'up to a row', 'not at all', 'and its payments keyed twice'] as const;

interface Batch {
  readonly number: number;
  readonly files: ExportedFiles;
}

/**
 * New orders are exported; while that batch is open runs go on and are killed, a second batch is exported, and the first is
 * imported wholly, in part or not at all. No order or payment may stand twice without being told by `export confirm`.
 * @returns what must be true from now on
 */
export async function overlapExports(scene: Scene, truth: Truth): Promise<Truth> {
  const { arena, random, planted, violation, kill } = scene;
  const fresh = [200, 210].flatMap((number) => newOrders(scene, truth, number));
  const first = await exportBatch(scene, new Set());
  await kill();
  untouched(scene, [first], 'the first batch');
  fresh.push(...newOrders(scene, truth, 220));
  const second = await exportBatch(scene, first === undefined ? new Set() : namesIn(first.files));
  await kill();
  untouched(scene, [first, second], 'both batches');
  for (const batch of [first, second]) {
    if (batch === undefined) continue;
    const how = oneOf(random, IMPORTS);
    planted(`export batch imported ${how}`);
    if (how === 'up to a row') importFiles(arena.main, batch.files, (_, place) => place < 2);
    else if (how !== 'not at all') importFiles(arena.main, batch.files);
    if (how !== 'not at all') keyPayments(arena.main, batch.files);
    if (how.endsWith('twice')) keyPayments(arena.main, batch.files, false);
    if (how !== 'and its payments keyed twice' && random() < 0.5) await kill();
    await confirm(scene, batch);
    if (random() < 0.5) await kill();
  }
  if (first === undefined && second === undefined) violation('nothing of what is new was exported');
  return { ...truth, copies: [...truth.copies, ...fresh.map(({ copy }) => copy)] };
}

/** For each store one, unpaid, paid at once or in two parts, and some of it comes back. */
function newOrders(scene: Scene, truth: Truth, number: number): FreshOrder[] {
  const { random } = scene;
  return examples(truth).flatMap((like, index) => {
    const cents = 2_968;
    const payments = oneOf(random, [[], [cents], [cents - 1_000, 1_000]]);
    const wanted = { number: number + index, payments, returned: random() < 0.3 };
    return placeOrder(scene, like, wanted) ?? [];
  });
}

async function exportBatch(
  { arena, planted, violation }: Scene,
  open: ReadonlySet<string>,
): Promise<Batch | undefined> {
  const folder = join(arena.folder, `feeds-${stamp()}`);
  const { code, stdout, stderr } = await arena.command(['export', '<pipeline>', '--out', folder]);
  if (code !== 0 && code !== 3) violation(`export ended with ${code}: ${stderr}`);
  if (!existsSync(folder)) return undefined;
  const files = readExported(folder);
  planted(open.size === 0 ? 'export' : 'export while another batch is open');
  for (const name of namesIn(files)) if (open.has(name)) violation(`${name} is in two open batches`);
  return { number: Number(/^Batch (\d+)/.exec(stdout)?.[1]), files };
}

/** What lies in an open batch is not copied by a run as well. */
function untouched({ arena, violation }: Scene, batches: readonly (Batch | undefined)[], when: string): void {
  for (const batch of batches) {
    if (batch === undefined) continue;
    for (const name of namesIn(batch.files)) {
      if (countOf(arena.main, name) > 0) violation(`${name} is in an open batch, and a run copied it (${when})`);
    }
  }
}

/** It has to tell what has not arrived, and what stands twice, which staff then take back. */
async function confirm({ arena, planted, violation }: Scene, { number, files }: Batch): Promise<void> {
  const { main } = arena;
  const names = [...namesIn(files)];
  const twice = names.filter((name) => countOf(main, name) > 1);
  const missing = names.filter((name) => countOf(main, name) === 0);
  const { code, stdout, stderr } = await arena.command(['export', 'confirm', '<pipeline>', '--batch', String(number)]);
  const right = twice.length > 0 ? 4 : missing.length > 0 ? 3 : 0;
  planted(
    `export confirmed with ${right === 4 ? 'payments booked twice' : right === 3 ? 'some missing' : 'all there'}`,
  );
  // Products and accounts of an import that failed may be missing as well.
  if (code !== right && !(right === 0 && code === 3))
    violation(`export confirm of ${number} ended with ${code}, not ${right}: ${stderr}`);
  for (const name of [...twice, ...missing]) {
    const [, id = ''] = name.split(' ');
    if (!stdout.includes(id)) violation(`export confirm of ${number} does not tell of ${name}`);
  }
  for (const name of twice) {
    const [, reference = ''] = name.split(' ');
    const [, ...surplus] = paymentsOf(main, reference);
    for (const { PaymentID } of surplus) main.panel.removePayment(PaymentID);
  }
}
