import { done, missing, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import type { BankNumbers } from "./bank-numbers.ts";

/** A file as the bank sent it, with its hash: the evidence of a statement. */
export const getBankFile = query(
  "finance.bank.read",
  async ({ db, actor }, { id, numbers }: Readonly<{ id: string; numbers: BankNumbers }>) => {
    const file = await db
      .selectFrom("finance.bankStatement as s")
      .innerJoin("finance.bankFile as f", (join) => join.onRef("f.companyId", "=", "s.companyId").onRef("f.id", "=", "s.fileId"))
      .select(["f.name", "f.format", "f.sha256", "f.sealed"])
      .where("s.companyId", "=", actor.companyId)
      .where("s.id", "=", id)
      .executeTakeFirst();
    if (!file) return refuse(missing("bank statement", id));
    return done({ name: file.name, format: file.format, sha256: file.sha256, bytes: numbers.unsealFile(file.sealed) });
  },
);
