import { useLingui } from "@lingui/react/macro";
import { Spotlight, spotlight } from "@mantine/spotlight";
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { Icon } from "../ui/Icon.tsx";
import { actions, type Destination, sections } from "./navigation.ts";

/** Everything by keyboard: where to go and what to start. `⌘K` works inside fields too, hence no ignored tags. */
export function Palette({ requests }: { requests: number }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  useEffect(() => {
    if (requests > 0) spotlight.open();
  }, [requests]);
  const entry = ({ label, to, icon, keywords }: Destination) => ({
    id: to,
    label: i18n._(label),
    keywords: keywords ? i18n._(keywords) : "",
    leftSection: <Icon name={icon} size={20} />,
    onClick: () => navigate(to),
  });
  const groups = [
    { group: t`Go to`, actions: sections.flatMap((section) => section.destinations).map(entry) },
    { group: t`Start`, actions: actions.map(entry) },
  ];
  return (
    <Spotlight
      actions={groups}
      shortcut="mod + K"
      tagsToIgnore={[]}
      highlightQuery
      scrollable
      nothingFound={t`Nothing found`}
      attributes={{ content: { "aria-label": t`Search` } }}
      searchProps={{
        placeholder: t`Search screens and actions`,
        "aria-label": t`Search screens and actions`,
        leftSection: <Icon name="search" />,
      }}
    />
  );
}
