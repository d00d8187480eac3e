import { accountsOf, type PrimaryAccounts } from '../../entities/customer/primary-accounts.ts';
import type { Customer, PrimaryAccount } from '../../model/customer.ts';
import type { CustomerDraft, ProductDraft } from '../../model/drafts.ts';
import { ZERO } from '../../model/money.ts';
import type { Product } from '../../model/product.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';

/**
 * What a plan would have made by now. A run finds it in the primary; a plan must judge by it too, or it would make twice
 * what the run makes once and then links.
 */
export class Planned {
  readonly #accounts = new Map<string, PrimaryAccount>();
  readonly #articles = new Map<string, Product>();
  readonly #accountsOfOrders = new Map<string, string>();

  addAccount(draft: CustomerDraft): void {
    const none = { active: true, newsletter: false, creditLimit: ZERO, onCreditHold: false, updatedAt: null };
    this.#accounts.set(lowerKey(draft.username), { ...draft, ...none });
  }

  addArticle(draft: ProductDraft): void {
    this.#articles.set(upperKey(draft.sku), { ...draft, active: true, kit: false, updatedAt: null });
  }

  addOrder(orderId: string, username: string): void {
    this.#accountsOfOrders.set(lowerKey(orderId), username);
  }

  /** The account under which an order would stand. */
  accountOf(orderId: string): string | undefined {
    return this.#accountsOfOrders.get(lowerKey(orderId));
  }

  accounts(): PrimaryAccount[] {
    return [...this.#accounts.values()];
  }

  hasAccount(username: string): boolean {
    return this.#accounts.has(lowerKey(username));
  }

  article(sku: string): Product | undefined {
    return this.#articles.get(upperKey(sku));
  }

  with({ byEmail, byUsername }: PrimaryAccounts): PrimaryAccounts {
    const planned = [...this.#accounts.values()];
    const held: Customer[] = [...byEmail.values()].flat();
    return accountsOf([...held, ...planned], [...byUsername.values(), ...planned]);
  }
}
