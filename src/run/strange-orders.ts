export { isSaidOwn, type StrangeOrder, saidOwn, strangeOrders } from '../session/strange-orders.ts';
