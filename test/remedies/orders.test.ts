import { orderRows } from './rows/orders.ts';
import { tryRemedies } from './support/try-remedies.ts';

tryRemedies(orderRows);
