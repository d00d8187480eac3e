import { expectCustomer, expectHouse } from '../../entities/customer/compare.ts';
import { accountsOf, lookUpAccounts, type PrimaryAccounts } from '../../entities/customer/primary-accounts.ts';
import { HOUSE } from '../../entities/customer/read.ts';
import {
  type CustomerDecision,
  customerEmail,
  decideCustomer,
  targetUsername,
} from '../../entities/customer/transform.ts';
import { type CustomerCopy, customerSteps } from '../../entities/customer/write.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import { OtherSpellings } from '../../entities/writing/other-spellings.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { emptyAddress } from '../../model/address.ts';
import { type CustomerRecord, customerRecordSchema } from '../../model/customer.ts';
import type { CustomerDraft } from '../../model/drafts.ts';
import { houseNote } from '../../model/origin-note.ts';
import { looseKey, lowerKey, sameText, textKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { contactNameOf } from '../../transform/guards/contacts.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { WritingRun } from '../context/parts.ts';
import { keyAmbiguous } from './key-ambiguous.ts';
import { loadInBatches } from './load-in-batches.ts';

interface Person {
  readonly record: LedgerRecord;
  readonly content: CustomerRecord;
  readonly email: string;
  /** The user name that it would get; empty where it has none to make one from. */
  readonly username: string;
}

/**
 * Links or makes the accounts of these staged customers. People who share an address or a name are decided one after
 * another, so that the second is judged by what the first has become.
 */
export async function loadCustomers(
  context: WritingRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<void> {
  const rules = await context.asked.rules(store);
  const house = records.filter(({ sourceId }) => sourceId === HOUSE);
  if (house.length > 0) await loadHouse(context, rules, house);
  let waiting = records.filter(({ sourceId }) => sourceId !== HOUSE).map((record) => personOf(record, rules));
  const spellings = new OtherSpellings();
  // Of two names that are mixed up with what the primary has, neither goes first.
  const alike = Map.groupBy(waiting, ({ username }) => looseKey(username));
  const usernames = [...alike.values()].filter(isMany).flatMap((some) => some.map(({ username }) => username));
  if (usernames.length > 0) await accountsFor(context, { emails: [], usernames }, spellings);
  while (waiting.length > 0) {
    const [now, later] = firstOfEach(waiting);
    await loadPeople(context, rules, now, spellings);
    waiting = later;
  }
}

function isMany({ length }: readonly Person[]): boolean {
  return length > 1;
}

function personOf(record: LedgerRecord, rules: StoreRules): Person {
  const content = customerRecordSchema.parse(JSON.parse(record.payload ?? ''));
  const email = customerEmail(content.buyer, content.customer ?? undefined);
  const sourceUsername = content.customer?.username || content.buyer.username;
  return { record, content, email, username: sourceUsername === '' ? '' : targetUsername(sourceUsername, rules) };
}

/** Those that share nothing with an earlier one, nor a name that a store might take for an earlier one's, and the rest. */
function firstOfEach(people: readonly Person[]): [Person[], Person[]] {
  const taken = new Set<string>();
  const now: Person[] = [];
  const later: Person[] = [];
  for (const person of people) {
    const { email, username } = person;
    const keys = [
      ...(username === '' ? [] : [`name ${looseKey(username)}`]),
      ...(email === '' ? [] : [`address ${textKey(email)}`]),
    ];
    (keys.some((key) => taken.has(key)) ? later : now).push(person);
    for (const key of keys) taken.add(key);
  }
  return [now, later];
}

async function loadPeople(
  context: WritingRun,
  rules: StoreRules,
  people: readonly Person[],
  spellings: OtherSpellings,
): Promise<void> {
  const wanted = { emails: people.map(({ email }) => email), usernames: people.map(({ username }) => username) };
  const accounts = await accountsFor(context, wanted, spellings);
  const decided: Decision[] = [];
  const items: LoadItem<CustomerCopy>[] = [];
  for (const person of people) {
    const { record } = person;
    const ambiguous = keyAmbiguous(person.username, spellings);
    const decision = ambiguous ?? decide(person, rules, accounts);
    if (decision.kind === 'make') {
      if (contactNameOf(decision.draft.billing) === '')
        context.look.note(rules.store, 'account-without-name', { sourceId: record.sourceId });
      const isEmailTaken = (accounts.byEmail.get(textKey(person.email)) ?? []).length > 0;
      const made = { username: decision.username, isEmailTaken };
      const draft = { ...decision.draft, expected: expectCustomer(person.content, rules, made) };
      items.push({ key: record, targetId: decision.username, draft });
    } else if (decision.kind === 'quarantine') decided.push({ ...decision, key: record });
    else decided.push({ kind: 'link', key: record, targetId: decision.username });
  }
  await context.ledger.decide(context.run, decided);
  await makeAccounts(context, items);
}

/** What the primary holds; in a plan, also what it would hold by now. */
async function accountsFor(
  context: WritingRun,
  wanted: Parameters<typeof lookUpAccounts>[1],
  spellings: OtherSpellings,
): Promise<PrimaryAccounts> {
  const held = await lookUpAccounts(context.primary, wanted, {
    signal: context.signal,
    onOtherSpelling: spellings.note,
  });
  const { byEmail, byUsername } = held;
  const foreseen = [...context.destination.foreseen(customerSteps.add).values()];
  return accountsOf([...[...byEmail.values()].flat(), ...foreseen], [...byUsername.values(), ...foreseen]);
}

async function makeAccounts(context: WritingRun, items: readonly LoadItem<CustomerCopy>[]): Promise<void> {
  await loadInBatches(context, context.steps.of(customerSteps.add), items);
}

function decide({ content, email, username }: Person, rules: StoreRules, accounts: PrimaryAccounts): CustomerDecision {
  return decideCustomer({
    buyer: content.buyer,
    customer: content.customer ?? undefined,
    rules,
    primary: {
      byEmail: accounts.byEmail.get(textKey(email)) ?? [],
      byUsername: accounts.byUsername.get(lowerKey(username)),
    },
    madeBefore: undefined,
  });
}

async function loadHouse(context: WritingRun, rules: StoreRules, records: readonly LedgerRecord[]): Promise<void> {
  const { house } = rules.customers;
  if (house === undefined) return;
  const spellings = new OtherSpellings();
  const wanted = { emails: [house.email], usernames: [house.username] };
  const { byEmail, byUsername } = await accountsFor(context, wanted, spellings);
  const ambiguous = keyAmbiguous(house.username, spellings);
  const holder = byUsername.get(lowerKey(house.username));
  // The merchant's own address may well stand on another account of theirs, and no store takes it twice.
  const isEmailTaken = (byEmail.get(textKey(house.email)) ?? []).length > 0;
  const email = isEmailTaken ? '' : house.email;
  for (const key of records) {
    if (ambiguous !== undefined) {
      await context.ledger.decide(context.run, [{ ...ambiguous, key }]);
    } else if (holder === undefined) {
      const expected = expectHouse(rules.store, house, { isEmailTaken });
      const draft = { ...houseAccount({ ...house, email }, rules), expected };
      await makeAccounts(context, [{ key, targetId: house.username, draft }]);
    } else if (holder.email.trim() === '' || sameText(holder.email, house.email)) {
      await context.ledger.decide(context.run, [{ kind: 'link', key, targetId: holder.username }]);
    } else {
      const message = `The account ${house.username} exists in the primary with another e-mail address than the one in \`customers.house\`.`;
      await context.ledger.decide(context.run, [{ kind: 'quarantine', key, reason: 'target-id-taken', message }]);
    }
  }
}

function houseAccount(house: { readonly username: string; readonly email: string }, rules: StoreRules): CustomerDraft {
  const address = { ...emptyAddress, company: `Sales of ${rules.store}` };
  return {
    username: house.username,
    email: house.email,
    type: 'Customer',
    abn: '',
    userGroup: '',
    internalNotes: houseNote(rules.store),
    billing: address,
    shipping: address,
  };
}
