import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import { conflict, done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { deferPosting } from "../entries/post-entry.ts";
import { deferAllocations, openingStatement } from "../open-items/allocations.ts";
import { lockOpenDocuments } from "../open-items/open-item.ts";
import { settle } from "../open-items/settle.ts";
import { chooseItems, wantedBy } from "./choose-items.ts";
import { readPayment } from "./list-payments.ts";
import type { AllocateInput, PaymentBody } from "./payment.ts";
import { allocationBodies } from "./payment-body.ts";
import { paymentSettings } from "./payment-settings.ts";
import { tellPayment } from "./record-payment.ts";
import { takeOff, takeOffFacts } from "./take-off.ts";

/**
 * Settles documents with what is left on account of an earlier payment. Refuses more than is left or open. Locks: the documents and the payment in
 * key order.
 */
export const allocatePayment = command(
  "finance.payment.write",
  async (tx, { id, allocations: wish }: AllocateInput & { id: string }): Promise<Outcome<PaymentBody>> => {
    const payment = await readPayment(tx, id);
    if (!payment) return refuse(missing("payment", id));
    const { party, currency, direction } = payment;
    const debit = direction === "out";
    const wanted = wantedBy(wish, debit, currency);
    const on = todayOf(tx);
    const [settings, locked, off] = await Promise.all([
      paymentSettings(tx, { partyId: party.id, currency, method: payment.method, on }),
      lockOpenDocuments(tx, party.id, wanted, [id]),
      takeOffFacts(tx, party.id, wish),
    ]);
    const item = locked.find((document) => document.id === id)?.items[0];
    const documents = locked.filter((document) => document.id !== id);
    if (!settings || !item) throw new Error(`Payment ${id} has no party or no item.`);
    const sign = debit ? 1n : -1n;
    const funds = { ...item, debit, leftMinor: sign * item.openMinor, leftCompanyMinor: sign * item.openCompanyMinor };
    const chosen = chooseItems(wish, documents, { debit, currency, leftMinor: funds.leftMinor, accountId: item.accountId });
    if (!chosen.ok) return chosen;
    const shares = chosen.value.flatMap((one) => one.shares);
    if (shares.length === 0) return refuse(conflict("payment.nothing_open", "There is nothing open that this payment could settle."));
    const { edges: money, left } = settle(tx, funds, shares, on);
    const how = { documentId: id, partyId: party.id, partyName: party.name, journalId: settings.exchangeJournalId };
    // What paying early saves is counted from the day the money came.
    const taken = takeOff(tx, wish, chosen.value, money, off, { ...how, on, earnedOn: payment.paidOn });
    if (!taken.ok) return taken;
    const edges = [...money, ...taken.value.flatMap((one) => one.edges)];
    if (taken.value.length > 0) {
      deferPosting(
        tx,
        taken.value.map(({ posting }) => posting),
      );
      tx.defer(openingStatement(taken.value.map(({ opening }) => opening)));
    }
    deferAllocations(tx, edges, { ...settings, partyId: party.id, currency, controlAccountId: item.accountId });
    const fresh = allocationBodies(chosen.value, edges, taken.value, currency);
    const unallocated = formatMinor(left.leftMinor, currency);
    const body = { ...payment, unallocated, version: payment.version + 1, allocations: [...payment.allocations, ...fresh] };
    tellPayment(tx, "payment.allocated", { ...body, allocations: fresh });
    return done(body);
  },
);
