import { useLingui } from "@lingui/react/macro";
import { Spotlight, type SpotlightActionData, spotlight } from "@mantine/spotlight";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { actions, type Destination, sections } from "./navigation.ts";
import { useRecordSearch } from "./recordSearch.ts";

/** Everything by keyboard: where to go, what to start, and any record by name or number. `⌘K` works inside fields too, hence no ignored tags. */
export function Palette({ requests }: { requests: number }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const [query, setQuery] = useState("");
  const records = useRecordSearch(query);
  useEffect(() => {
    if (requests > 0) spotlight.open();
  }, [requests]);
  const entry = (to: string, label: string, icon: IconName, description?: string): SpotlightActionData => ({
    id: to,
    label,
    description,
    leftSection: <Icon name={icon} size={20} />,
    onClick: () => navigate(to),
  });
  const matching = (destinations: readonly Destination[]) =>
    destinations
      .filter(({ label, keywords }) => matches(query, `${i18n._(label)} ${keywords ? i18n._(keywords) : ""}`))
      .map(({ to, label, icon }) => entry(to, i18n._(label), icon));
  const groups = [
    { group: t`Go to`, actions: matching(sections.flatMap((section) => section.destinations)) },
    { group: t`Start`, actions: matching(actions) },
    { group: t`Records`, actions: records.map(({ to, label, icon, hint }) => entry(to, label, icon, hint)) },
  ];
  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
      filter={(_, unfiltered) => unfiltered}
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      nothingFound={t`Nothing found`}
      attributes={{ content: { "aria-label": t`Search` } }}
      searchProps={{
        placeholder: t`Search screens, actions and records`,
        "aria-label": t`Search screens, actions and records`,
        leftSection: <Icon name="search" />,
      }}
    />
  );
}

/** Every word typed begins some word of the text. */
export const matches = (query: string, text: string): boolean => {
  const words = text.toLowerCase().split(/\s+/);
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((typed) => words.some((word) => word.startsWith(typed)));
};
