/**
 * In which order a transaction writes, and so takes its locks, whoever and however many share it: documents that are changed, then the period of their
 * entries, stock levels, the counters of numbers, customers. Two transactions that both keep to it never wait for each other in a circle.
 */
const TURNS = [
  "dimension sets",
  "held documents",
  "entries",
  "due dates",
  "tax results",
  "stock",
  "changed orders",
  "orders",
  "invoices",
  "credit",
] as const;

export type Turn = (typeof TURNS)[number];
export const placeOf = (turn: Turn): number => TURNS.indexOf(turn);
