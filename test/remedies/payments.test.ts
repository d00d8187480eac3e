import { paymentRows } from './rows/payments.ts';
import { tryRemedies } from './support/try-remedies.ts';

tryRemedies(paymentRows);
