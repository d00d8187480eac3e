import { z } from 'zod';
import { type CustomerRecord, customerRecordSchema, type PrimaryAccount } from '../../model/customer.ts';
import { looseKey, lowerKey, textKey } from '../../model/text-key.ts';
import { contactNameOf } from '../../transform/guards/contacts.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { Asking, Judgement, Judging, StagedContent } from '../definition/judging.ts';
import { expectCustomer } from './compare.ts';
import { judgeHouse } from './house.ts';
import { accountsOf, lookUpAccounts, type PrimaryAccounts } from './primary-accounts.ts';
import { isEmailTaken } from './same-person.ts';
import { customerEmail, decideCustomer, targetUsername } from './transform.ts';
import { type CustomerCopy, customerSteps } from './write.ts';

/** Of the one account for all of a store's orders nothing is read: the pipeline file says what it is. */
export const customerContentSchema = z.union([customerRecordSchema, z.strictObject({})]);
export type CustomerContent = z.infer<typeof customerContentSchema>;
type Staged = StagedContent<CustomerContent>;

/** Links or makes the accounts that are wanted. */
export const customerJudging: Judging<CustomerContent, CustomerCopy, PrimaryAccounts> = {
  keyOf: usernameOf,
  likenessOf(record, rules) {
    const username = usernameOf(record, rules);
    const email = emailOf(record, rules);
    return [
      ...(username === '' ? [] : [`name ${looseKey(username)}`]),
      ...(email === '' ? [] : [`address ${textKey(email)}`]),
    ];
  },
  async lookUpAlike(records, { primary, signal, rules, spellings }) {
    const alike = Map.groupBy(records, (record) => looseKey(usernameOf(record, rules)));
    const several = [...alike.values()].filter(({ length }) => length > 1).flat();
    const usernames = several.map((record) => usernameOf(record, rules));
    if (usernames.length > 0)
      await lookUpAccounts(primary, { emails: [], usernames }, { signal, onOtherSpelling: spellings.note });
  },
  async lookUp(records, asking) {
    const { byEmail, byUsername } = await inPrimary(records, asking);
    const foreseen = foreseenOf(records, asking);
    return accountsOf([...[...byEmail.values()].flat(), ...foreseen], [...byUsername.values(), ...foreseen]);
  },
  existing: ({ byUsername }) => byUsername,
  judge(record, rules, known): Judgement<CustomerCopy> {
    return isOfPerson(record) ? judgePerson(record, rules, known) : judgeHouse(rules, known);
  },
};

/** Of what was written elsewhere that which these may be taken for. */
function foreseenOf(records: readonly Staged[], { rules, foreseen }: Asking): PrimaryAccount[] {
  const made = foreseen(customerSteps.add);
  if (made.size === 0) return [];
  const found = records.flatMap((record) => {
    const named = made.get(lowerKey(usernameOf(record, rules)));
    return [...made.alike(textKey(emailOf(record, rules))), ...(named === undefined ? [] : [named])];
  });
  return [...new Map(found.map((account) => [lowerKey(account.username), account])).values()];
}

function judgePerson(
  record: StagedContent<CustomerRecord>,
  rules: StoreRules,
  known: PrimaryAccounts,
): Judgement<CustomerCopy> {
  const { buyer, customer } = record.content;
  const holders = known.byEmail.get(textKey(emailOf(record, rules))) ?? [];
  const primary = { byEmail: holders, byUsername: known.byUsername.get(lowerKey(usernameOf(record, rules))) };
  const decision = decideCustomer({ buyer, customer: customer ?? undefined, rules, primary, madeBefore: undefined });
  if (decision.kind === 'quarantine') return decision;
  const { username } = decision;
  if (decision.kind !== 'make') return { kind: 'link', targetId: username };
  const expected = expectCustomer(record.content, rules, { username, isEmailTaken: isEmailTaken(holders, username) });
  const worthALook = contactNameOf(decision.draft.billing) === '' ? 'account-without-name' : undefined;
  return { kind: 'write', targetId: username, draft: { ...decision.draft, expected }, worthALook };
}

function isOfPerson(record: Staged): record is StagedContent<CustomerRecord> {
  return 'buyer' in record.content;
}

function emailOf(record: Staged, { customers }: StoreRules): string {
  if (!isOfPerson(record)) return customers.house?.email ?? '';
  const { buyer, customer } = record.content;
  return customerEmail(buyer, customer ?? undefined);
}

/** The user name that it would get; empty where it has none to make one from. */
function usernameOf(record: Staged, rules: StoreRules): string {
  if (!isOfPerson(record)) return rules.customers.house?.username ?? '';
  const { buyer, customer } = record.content;
  const own = customer?.username || buyer.username;
  return own === '' ? '' : targetUsername(own, rules);
}

function inPrimary(records: readonly Staged[], { primary, signal, rules, spellings }: Asking) {
  const emails = records.map((record) => emailOf(record, rules));
  const usernames = records.map((record) => usernameOf(record, rules));
  return lookUpAccounts(primary, { emails, usernames }, { signal, onOtherSpelling: spellings.note });
}
