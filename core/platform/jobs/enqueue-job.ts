import type { TxCtx } from "#core/kernel/context.ts";

export type NewJob = Readonly<{ kind: string; title: string; input: unknown; total?: number | undefined }>;

/** Orders work in the caller's transaction: a worker takes it up once that has committed. Answers the job's id. */
export const enqueueJob = async (tx: TxCtx, { kind, title, input, total }: NewJob): Promise<string> => {
  const id = tx.newId();
  await tx.db
    .insertInto("shared.job")
    .values({
      id,
      companyId: tx.actor.companyId,
      kind,
      title,
      input: JSON.stringify(input),
      total: total ?? null,
      createdBy: tx.actor.id,
      createdAt: tx.clock.now().toISOString(),
    })
    .execute();
  return id;
};
