import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, useMantineColorScheme } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { enterCompany, signOut, useSession } from "../api/session.ts";
import { chooseLanguage, type Language, languages } from "../i18n/i18n.ts";
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
    <Menu defaultOpened position="top-start" width={240} shadow="md">
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
      {companies.map(({ id, name }) => (
        <Choice key={id} icon="company" chosen={id === company.id} onChoose={() => enter(id)}>
          {name}
        </Choice>
      ))}
      <Menu.Divider />
    </>
  );
}

function Appearance() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes: readonly { value: "light" | "dark" | "auto"; label: string; icon: IconName }[] = [
    { value: "light", label: t`Light`, icon: "sun" },
    { value: "dark", label: t`Dark`, icon: "moon" },
    { value: "auto", label: t`Like the system`, icon: "screen" },
  ];
  return (
    <>
      <Menu.Label>
        <Trans>Appearance</Trans>
      </Menu.Label>
      {schemes.map(({ value, label, icon }) => (
        <Choice key={value} icon={icon} chosen={colorScheme === value} onChoose={() => setColorScheme(value)}>
          {label}
        </Choice>
      ))}
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
      {(Object.entries(languages) as [Language, string][]).map(([language, name]) => (
        <Choice key={language} icon="language" lang={language} chosen={i18n.locale === language} onChoose={() => chooseLanguage(language)}>
          {name}
        </Choice>
      ))}
    </>
  );
}

interface ChoiceProps {
  readonly icon: IconName;
  readonly chosen: boolean;
  readonly lang?: string;
  readonly onChoose: () => void;
  readonly children: string;
}

const Choice = ({ icon, chosen, lang, onChoose, children }: ChoiceProps) => (
  <Menu.Item
    role="menuitemradio"
    aria-checked={chosen}
    lang={lang}
    leftSection={<Icon name={icon} size={16} />}
    rightSection={chosen ? <Icon name="check" size={16} /> : null}
    onClick={onChoose}
  >
    {children}
  </Menu.Item>
);
