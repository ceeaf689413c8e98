import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Group } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CloseItemInput } from "#core/finance/close/checklist.ts";
import { type Problem, problemOf } from "../../../api/problem.ts";
import { TextField } from "../../../ui/Field.tsx";
import { Form, useZodForm } from "../../../ui/Form.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { type CloseItem, closingQueries, useAddItem, useChangeItem, useOrderItems } from "./closing.ts";
import { EffectSelect } from "./EffectSelect.tsx";

/** The company's own items in use: in their order, what each refuses, and a field for another one. */
export function CloseItemList() {
  const { t } = useLingui();
  const { data } = useSuspenseQuery(closingQueries.items());
  const change = useChangeItem();
  const [problem, setProblem] = useState<Problem>();
  const attempt = (work: Promise<unknown>) => {
    setProblem(undefined);
    void work.catch((error: unknown) => setProblem(problemOf(error)));
  };
  const items = data.filter(({ active }) => active);
  return (
    <Panel flush title={t`To be ticked`}>
      <SimpleTable
        label={t`To be ticked`}
        rows={items}
        rowId={({ id }) => id}
        empty={t`Nothing is ticked yet. Add what people look at before a close, like a count of the stock.`}
        columns={[
          { id: "title", head: t`What`, cell: ({ title }) => title },
          ...(["softClose", "close"] as const).map((when) => ({
            id: when,
            head: when === "close" ? t`At the close` : t`At the soft close`,
            width: "9rem",
            cell: (item: CloseItem) => (
              <EffectSelect
                label={`${item.title}: ${when === "close" ? t`At the close` : t`At the soft close`}`}
                value={item[when]}
                onChange={(value) => attempt(change({ item, changes: { [when]: value } }))}
              />
            ),
          })),
          {
            id: "act",
            head: t`Actions`,
            align: "end",
            width: "11rem",
            cell: (item) => <Place items={items} item={item} attempt={attempt} />,
          },
        ]}
      />
      <ProblemNote problem={problem} />
      <AddItem />
    </Panel>
  );
}

interface PlaceProps {
  readonly items: readonly CloseItem[];
  readonly item: CloseItem;
  readonly attempt: (work: Promise<unknown>) => void;
}

/** Up, down, or out of use. */
function Place({ items, item, attempt }: PlaceProps) {
  const { t } = useLingui();
  const order = useOrderItems();
  const change = useChangeItem();
  const ids = items.map(({ id }) => id);
  const at = ids.indexOf(item.id);
  const { title } = item;
  const move = (to: number) => {
    const others = ids.filter((id) => id !== item.id);
    attempt(order([...others.slice(0, to), item.id, ...others.slice(to)]));
  };
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        c="dimmed"
        aria-label={t`Move ${title} up`}
        disabled={at === 0}
        onClick={() => move(at - 1)}
      >
        <Icon name="arrowUp" size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        c="dimmed"
        aria-label={t`Move ${title} down`}
        disabled={at === ids.length - 1}
        onClick={() => move(at + 1)}
      >
        <Icon name="arrowDown" size={16} />
      </ActionIcon>
      <Button size="xs" variant="default" onClick={() => attempt(change({ item, changes: { active: false } }))}>
        <Trans>Retire</Trans>
      </Button>
    </Group>
  );
}

function AddItem() {
  const { t } = useLingui();
  const add = useAddItem();
  const form = useZodForm(CloseItemInput, { title: "" });
  return (
    <div className="Checklist-add">
      <Form
        form={form}
        submit={t`Add it`}
        onSubmit={async (item) => {
          await add(item);
          form.reset();
        }}
      >
        <TextField control={form.control} name="title" label={t`What is to be ticked`} required />
      </Form>
    </div>
  );
}
