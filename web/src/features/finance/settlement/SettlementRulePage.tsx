import { useLingui } from "@lingui/react/macro";
import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import * as z from "zod";
import { nonNegativeAmount } from "#core/kernel/money.ts";
import { api } from "../../../api/client.ts";
import { ifMatch, read } from "../../../api/read.ts";
import { useSession } from "../../../api/session.ts";
import type { Answer } from "../../../api/types.ts";
import { MoneyField, TextField } from "../../../ui/Field.tsx";
import { Form, useZodForm } from "../../../ui/Form.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";

type Rule = Answer<"/finance/settlement-rule">;

const rule = queryOptions({
  queryKey: ["finance", "settlement-rule"],
  queryFn: () => read(api.GET("/finance/settlement-rule")),
});

const Values = z.object({
  writeOffLimit: nonNegativeAmount(),
  agedDays: z.string().regex(/^\s*\d{1,4}(\s*,\s*\d{1,4}){0,7}\s*$/, "Write days from the fewest to the most, as in 30, 60, 90."),
});

/** How the company settles: how much of a document may be given up, and how ages are told. */
export function SettlementRulePage() {
  const { data } = useSuspenseQuery(rule);
  return <RuleForm key={data.version} current={data} />;
}

function RuleForm({ current }: { current: Rule }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { company } = useSession();
  const save = useMutation({
    mutationFn: (body: { writeOffLimit: string; agedDays: number[] }) =>
      read(api.PATCH("/finance/settlement-rule", { headers: ifMatch(current.version), body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["finance"] }),
  });
  const form = useZodForm(Values, { writeOffLimit: current.writeOffLimit, agedDays: current.agedDays.join(", ") });
  const { control } = form;
  return (
    <Page narrow title={t`Settling`} lead={t`How documents are settled, and how ages are told.`}>
      <Form
        form={form}
        submit={t`Save`}
        onSubmit={async ({ writeOffLimit, agedDays }) => {
          await save.mutateAsync({ writeOffLimit, agedDays: agedDays.split(",").map(Number) });
          void toast(t`It is saved.`);
        }}
      >
        <Panel>
          <div className="Form">
            <MoneyField
              control={control}
              name="writeOffLimit"
              label={t`Of a document may be written off`}
              unit={company.currency}
              description={t`Beyond that only with a permission of its own.`}
              required
            />
            <TextField
              control={control}
              name="agedDays"
              label={t`Ages begin after days`}
              description={t`Days overdue at which a new column of an aged report begins, as in 30, 60, 90.`}
              required
            />
          </div>
        </Panel>
      </Form>
    </Page>
  );
}
