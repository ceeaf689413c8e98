import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, useMantineColorScheme } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { enterCompany, signOut, useSession } from "../api/session.ts";
import { chooseLanguage, type Language, languages } from "../i18n/i18n.ts";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { paths } from "./paths.ts";
import { queryClient } from "./queryClient.ts";
import { UserButton } from "./UserButton.tsx";

/** The person's own matters: appearance, language, leaving. Fetched, and shown open, when first asked for. */
export function UserMenu() {
  const { t, i18n } = useLingui();
  const { company, companies } = useSession();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes: readonly { value: "light" | "dark" | "auto"; label: string; icon: IconName }[] = [
    { value: "light", label: t`Light`, icon: "sun" },
    { value: "dark", label: t`Dark`, icon: "moon" },
    { value: "auto", label: t`Like the system`, icon: "screen" },
  ];
  const enter = async (companyId: string) => {
    if (companyId === company.id || !(await enterCompany(companyId))) return;
    queryClient.clear();
    navigate(paths.dashboard());
  };
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
        {companies.length > 1 && (
          <>
            <Menu.Label>
              <Trans>Company</Trans>
            </Menu.Label>
            {companies.map(({ id, name }) => (
              <Menu.Item
                key={id}
                leftSection={<Icon name="company" size={16} />}
                rightSection={id === company.id ? <Icon name="check" size={16} /> : null}
                onClick={() => enter(id)}
              >
                {name}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>
          <Trans>Appearance</Trans>
        </Menu.Label>
        {schemes.map(({ value, label, icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon name={icon} size={16} />}
            rightSection={colorScheme === value ? <Icon name="check" size={16} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>
          <Trans>Language</Trans>
        </Menu.Label>
        {(Object.entries(languages) as [Language, string][]).map(([language, name]) => (
          <Menu.Item
            key={language}
            lang={language}
            leftSection={<Icon name="language" size={16} />}
            rightSection={i18n.locale === language ? <Icon name="check" size={16} /> : null}
            onClick={() => chooseLanguage(language)}
          >
            {name}
          </Menu.Item>
        ))}
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
