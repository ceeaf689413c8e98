import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from "react-router";
import { useSession } from "../api/session.ts";
import { Icon } from "../ui/Icon.tsx";
import { useToastsWanted } from "../ui/toast.ts";
import { sections } from "./navigation.ts";
import { UserButton } from "./UserButton.tsx";

const Palette = lazy(async () => ({ default: (await import("./Palette.tsx")).Palette }));
const UserMenu = lazy(async () => ({ default: (await import("./UserMenu.tsx")).UserMenu }));
const Toasts = lazy(async () => ({ default: (await import("../ui/Toasts.tsx")).Toasts }));

/** What surrounds every screen: navigation by module, the palette, the user's menu. */
export function Shell() {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const palette = usePalette();
  const toasts = useToastsWanted();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const busy = useNavigation().state !== "idle";
  useFocusOnArrival(main, pathname);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen closes the drawer
  useEffect(() => setOpen(false), [pathname]);

  return (
    <div className="Shell" data-open={open || undefined}>
      <a className="Shell-skip" href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      <header className="Shell-bar">
        <button type="button" className="Shell-iconButton" aria-expanded={open} aria-controls="navigation" onClick={() => setOpen(!open)}>
          <Icon name={open ? "close" : "menu"} size={22} />
          <span className="visually-hidden">{open ? t`Close the navigation` : t`Open the navigation`}</span>
        </button>
        <CompanyName />
        <button type="button" className="Shell-iconButton" onClick={palette.open}>
          <Icon name="search" size={20} />
          <span className="visually-hidden">{t`Search`}</span>
        </button>
      </header>
      <Navigation onSearch={palette.open} />
      <button type="button" className="Shell-shade" tabIndex={-1} aria-hidden="true" onClick={() => setOpen(false)} />
      <main className="Shell-main" id="main" ref={main} tabIndex={-1} aria-busy={busy}>
        <Suspense fallback={<div className="Shell-loading" />}>
          <Outlet />
        </Suspense>
      </main>
      <div className="Shell-progress" data-busy={busy || undefined} />
      <ScrollRestoration />
      <Suspense>{palette.wanted && <Palette requests={palette.requests} />}</Suspense>
      <Suspense>{toasts && <Toasts />}</Suspense>
    </div>
  );
}

function CompanyName() {
  const { company } = useSession();
  return (
    <div className="Shell-company">
      <img src="/app/icon.svg" alt="" width={26} height={26} />
      <span>{company.name}</span>
    </div>
  );
}

function Navigation({ onSearch }: { onSearch: () => void }) {
  const { t, i18n } = useLingui();
  const [menu, setMenu] = useState(false);
  const mac = /mac|iphone|ipad/i.test(navigator.userAgent);
  return (
    <nav className="Shell-nav" id="navigation" aria-label={t`Main`}>
      <CompanyName />
      <button type="button" className="Shell-search" onClick={onSearch}>
        <Icon name="search" size={16} />
        <span>
          <Trans>Search</Trans>
        </span>
        <kbd>{mac ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <div className="Shell-sections">
        {sections.map((section) => (
          <div key={section.id} className="Shell-section">
            {section.label && <h2 id={`nav-${section.id}`}>{i18n._(section.label)}</h2>}
            <ul aria-labelledby={section.label && `nav-${section.id}`}>
              {section.destinations.map(({ to, label, icon }) => (
                <li key={to}>
                  <NavLink to={to} end={to === "/"}>
                    <Icon name={icon} />
                    {i18n._(label)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      {menu ? (
        <Suspense fallback={<UserButton />}>
          <UserMenu />
        </Suspense>
      ) : (
        <UserButton onClick={() => setMenu(true)} />
      )}
    </nav>
  );
}

/** ⌘K or Ctrl K fetches the palette the first time, from inside a field too; from then on the palette listens itself. */
function usePalette() {
  const [requests, setRequests] = useState(0);
  const wanted = requests > 0;
  useEffect(() => {
    if (wanted) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey) return;
      event.preventDefault();
      setRequests(1);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [wanted]);
  return { requests, wanted, open: () => setRequests((count) => count + 1) };
}

/** After following a link the reader of a screen reader starts at the new content, not at the old link. */
function useFocusOnArrival(main: React.RefObject<HTMLElement | null>, pathname: string) {
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving is what this waits for
  useEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [pathname]);
}
