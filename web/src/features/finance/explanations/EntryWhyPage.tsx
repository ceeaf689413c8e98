import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import { Page } from "../../../ui/Page.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { EntryParts } from "./EntryParts.tsx";
import { explanationQueries } from "./queries.ts";

const filters = ["line"] as const;

/** How an entry came about, the line one asked about first. */
export function EntryWhyPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const [{ line }] = useUrlFilter(filters);
  const { data: entry } = useSuspenseQuery(explanationQueries.entry(id));
  const name = entry.number ? t`Entry ${entry.number}` : t`Journal entry`;
  return (
    <Page narrow title={t`Why is it so? ${name}`} lead={entry.description} back={{ to: paths.finance.entry(id), label: name }}>
      <EntryParts entry={entry} line={line} />
    </Page>
  );
}
