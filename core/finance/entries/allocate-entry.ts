import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { conflict, done, type Fault, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import { deferAllocations } from "../open-items/allocations.ts";
import { lockOpenDocuments, namedBy } from "../open-items/open-item.ts";
import { allocationsOf } from "../open-items/read-allocations.ts";
import { settle } from "../open-items/settle.ts";
import { chooseItems, wantedBy } from "../payments/choose-items.ts";
import { AllocateInput } from "../payments/payment.ts";
import { paymentSettings } from "../payments/payment-settings.ts";

export const AllocateEntryInput = AllocateInput.extend({
  position: z.number().int().min(1).max(32_767).describe("The line of the entry that settles the others."),
});
export type AllocateEntryInput = z.infer<typeof AllocateEntryInput>;

const EntryAllocation = z.object({
  id: z.uuid(),
  position: z.number().int().describe("The line of this entry."),
  kind: z.enum(["payment", "invoice", "discount", "write_off", "reversal", "entry"]).describe("What stands on the other side."),
  invoiceId: z.uuid().nullable(),
  paymentId: z.uuid().nullable(),
  entryId: z.uuid().nullable(),
  number: z.string().nullable(),
  amount: z.string(),
  allocatedOn: z.iso.date(),
  undoneOn: z.iso.date().nullable(),
});
export const EntryAllocations = z
  .object({ items: z.array(EntryAllocation) })
  .meta({ id: "EntryAllocations", description: "What settled the lines of an entry by hand, in the order it happened." });
export type EntryAllocations = z.infer<typeof EntryAllocations>;

type Reader = Pick<TxCtx | ReadCtx, "db" | "actor">;

const isThere = async ({ db, actor }: Reader, id: string) =>
  (await db
    .selectFrom("finance.journalEntry")
    .select("id")
    .where("companyId", "=", actor.companyId)
    .where("id", "=", id)
    .executeTakeFirst()) !== undefined;

/** The open item of one line. */
const itemOf = ({ db, actor }: Reader, id: string, position: number) =>
  db
    .selectFrom("finance.openItem")
    .select(["partyId", "currency", "accountId", "amountMinor"])
    .where("companyId", "=", actor.companyId)
    .where("entryId", "=", id)
    .where("position", "=", position)
    .where("documentKind", "=", "entry")
    .executeTakeFirst();

/** What settled the lines of an entry by hand on control accounts. */
export const listEntryAllocations = query(
  "finance.entry.read",
  async (read, { id }: { id: string }): Promise<Outcome<EntryAllocations, Fault<"missing">>> => {
    if (!(await isThere(read, id))) return refuse(missing("entry", id));
    const [found, lines] = await Promise.all([
      allocationsOf(read, { entry: id }),
      read.db
        .selectFrom("finance.openItem")
        .select(["position", "currency"])
        .where("companyId", "=", read.actor.companyId)
        .where("entryId", "=", id)
        .execute(),
    ]);
    const currencies = new Map(lines.map(({ position, currency }) => [position, currency]));
    return done({
      items: found
        .filter(({ own }) => own === "entry")
        .map(({ id: edge, position, kind, documentId, number, amountMinor, allocatedOn, undoneOn }) => ({
          ...{ id: edge, position, kind, ...namedBy(kind, documentId), number },
          amount: formatMinor(amountMinor, currencies.get(position) ?? ""),
          ...{ allocatedOn, undoneOn },
        })),
    });
  },
);

/**
 * Settles documents with what an entry by hand put on the account of a party, as with money on account. Refuses other documents and more than is open.
 * Locks: the documents and the entry in key order.
 */
export const allocateEntry = command(
  "finance.payment.write",
  async (tx, { id, position, allocations: wish }: AllocateEntryInput & Readonly<{ id: string }>): Promise<Outcome<EntryAllocations>> => {
    const line = await itemOf(tx, id, position);
    if (!line) return refuse(missing("open item", id));
    const { partyId, currency, accountId } = line;
    const debit = line.amountMinor > 0n;
    const on = todayOf(tx);
    const [settings, locked] = await Promise.all([
      paymentSettings(tx, { partyId, currency, method: "", on }),
      lockOpenDocuments(tx, partyId, wantedBy(wish, debit, currency), [id]),
    ]);
    const own = locked.filter((document) => document.id === id);
    const item = own.flatMap(({ items }) => items).find((one) => one.position === position);
    if (!settings || !item) throw new Error(`Entry ${id} has no party or no item.`);
    const sign = debit ? 1n : -1n;
    const funds = { ...item, debit, leftMinor: sign * item.openMinor, leftCompanyMinor: sign * item.openCompanyMinor };
    const others = locked.filter((document) => document.id !== id);
    const chosen = chooseItems(wish, others, { debit, currency, leftMinor: funds.leftMinor, accountId });
    if (!chosen.ok) return chosen;
    const shares = chosen.value.flatMap((one) => one.shares.map((share) => ({ ...share, document: one.document })));
    if (shares.length === 0) return refuse(conflict("payment.nothing_open", "There is nothing open that this could settle."));
    const { edges } = settle(tx, funds, shares, on);
    deferAllocations(tx, edges, { ...settings, partyId, currency, controlAccountId: accountId });
    const items = edges.map(({ id: edge, amountMinor, allocatedOn }, index) => {
      const { id: other = "", kind = "invoice", number = null } = shares[index]?.document ?? {};
      const told = kind === "payment" || kind === "entry" ? kind : ("invoice" as const);
      const named = { id: edge, position, kind: told, ...namedBy(told, other), number };
      return { ...named, amount: formatMinor(amountMinor, currency), allocatedOn, undoneOn: null };
    });
    tx.audit({ action: "entry.allocated", subjectType: "entry", subjectId: id, after: { items } });
    tx.event({ type: "entry.allocated", subject: id, data: { id, position, partyId, currency, allocations: items } });
    return done({ items });
  },
);
