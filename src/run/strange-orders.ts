export { isSaidOwn, type StrangeOrder, saidOwn, strangeOrders } from './protocol/strange-orders.ts';
