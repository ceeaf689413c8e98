import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, useMantineColorScheme } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { enterCompany, signOut, useSession } from "../api/session.ts";
import { chooseLanguage } from "../i18n/i18n.ts";
import { type Language, languages } from "../i18n/language.ts";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { paths } from "./paths.ts";
import { queryClient } from "./queryClient.ts";
import { UserButton } from "./UserButton.tsx";

/** The person's own matters: company, appearance, language, leaving. Fetched, and shown open, when first asked for. */
export function UserMenu() {
  const leave = async () => {
    await signOut();
    queryClient.clear();
  };
  return (
    <Menu defaultOpened withInitialFocusPlaceholder={false} position="top-start" width={240} shadow="md">
      <Menu.Target>
        <UserButton />
      </Menu.Target>
      <Menu.Dropdown>
        <Companies />
        <Appearance />
        <Menu.Divider />
        <Languages />
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="key" size={16} />} component={Link} to={paths.password()}>
          <Trans>Change the password</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="signOut" size={16} />} onClick={leave}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Companies() {
  const { company, companies } = useSession();
  const navigate = useNavigate();
  const enter = async (companyId: string) => {
    if (companyId === company.id || !(await enterCompany(companyId))) return;
    queryClient.clear();
    navigate(paths.dashboard());
  };
  if (companies.length < 2) return null;
  return (
    <>
      <Menu.Label>
        <Trans>Company</Trans>
      </Menu.Label>
      <Choices
        chosen={company.id}
        onChoose={enter}
        choices={companies.map(({ id, name }) => ({ value: id, label: name, icon: "company" }))}
      />
      <Menu.Divider />
    </>
  );
}

function Appearance() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>
        <Trans>Appearance</Trans>
      </Menu.Label>
      <Choices
        chosen={colorScheme}
        onChoose={(scheme) => setColorScheme(scheme as typeof colorScheme)}
        choices={[
          { value: "light", label: t`Light`, icon: "sun" },
          { value: "dark", label: t`Dark`, icon: "moon" },
          { value: "auto", label: t`Like the system`, icon: "screen" },
        ]}
      />
    </>
  );
}

function Languages() {
  const { i18n } = useLingui();
  return (
    <>
      <Menu.Label>
        <Trans>Language</Trans>
      </Menu.Label>
      <Choices
        chosen={i18n.locale}
        onChoose={(language) => chooseLanguage(language as Language)}
        choices={Object.entries(languages).map(([value, label]) => ({ value, label, icon: "language", lang: value }))}
      />
    </>
  );
}

interface ChoicesProps {
  readonly chosen: string;
  readonly onChoose: (value: string) => unknown;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly icon: IconName; readonly lang?: string }[];
}

const Choices = ({ chosen, onChoose, choices }: ChoicesProps) => (
  <Menu.RadioGroup value={chosen} onChange={onChoose}>
    {choices.map(({ value, label, icon, lang }) => (
      <Menu.RadioItem
        key={value}
        value={value}
        lang={lang}
        closeMenuOnClick
        checkIcon={<Icon name="check" size={16} />}
        rightSection={<Icon name={icon} size={16} />}
      >
        {label}
      </Menu.RadioItem>
    ))}
  </Menu.RadioGroup>
);
