import { useSyncExternalStore } from "react";
import { type Problem, problemFrom } from "./problem.ts";

/** Who is signed in, for which company. The access token lives in memory only; the refresh cookie is the browser's. */
export interface Session {
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly company: { readonly id: string; readonly name: string; readonly currency: string };
  readonly permissions: ReadonlySet<string>;
}

type State =
  | { readonly status: "unknown" }
  | { readonly status: "anonymous" }
  | { readonly status: "signed-in"; readonly session: Session };

let state: State = { status: "unknown" };
let token: string | undefined;
let refreshing: Promise<boolean> | undefined;
/** Set while this browser is believed to hold a refresh cookie, which scripts cannot see. */
const hint = "signed-in";
const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("session");

const become = (next: State, nextToken?: string) => {
  state = next;
  token = nextToken;
  if (next.status === "signed-in") localStorage.setItem(hint, "yes");
  else localStorage.removeItem(hint);
  for (const listener of listeners) listener();
};

channel?.addEventListener("message", () => become({ status: "anonymous" }));

/** The token for the `Authorization` header, when there is one. */
export const accessToken = () => token;

/** The state of the session, for components. */
export const useSessionState = (): State =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );

/** The session of a screen that is only shown to someone signed in. */
export function useSession(): Session {
  const current = useSessionState();
  if (current.status !== "signed-in") throw new Error("This screen needs a session.");
  return current.session;
}

/** Signs in; answers the problem when refused. */
export async function signIn(credentials: { email: string; password: string; code?: string }): Promise<Problem | undefined> {
  const response = await fetch("/auth/login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(credentials),
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) return problemFrom(body, response);
  await accept(body);
  return undefined;
}

/**
 * Exchanges the refresh cookie for a new token. One exchange at a time, across all tabs: the cookie rotates and the
 * server takes a second use of an old one for theft.
 */
export function refreshSession(): Promise<boolean> {
  refreshing ??= inOneTab(exchange).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** At the start of the app: who was signed in still is. */
export async function resumeSession(): Promise<void> {
  if (!localStorage.getItem(hint)) become({ status: "anonymous" });
  else await refreshSession().catch(() => false);
}

const inOneTab = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request("session-refresh", work).then((value) => value as T) : work();

async function exchange(): Promise<boolean> {
  const response = await fetch("/auth/refresh", { method: "POST" });
  if (response.ok) {
    await accept(await response.json());
    return true;
  }
  if (response.status < 500) become({ status: "anonymous" });
  return false;
}

/** Ends the session here, in every other tab, and on the server. */
export async function signOut(): Promise<void> {
  const headers: HeadersInit = token ? { authorization: `Bearer ${token}` } : {};
  await fetch("/auth/logout", { method: "POST", headers }).catch(() => undefined);
  channel?.postMessage("signed out");
  become({ status: "anonymous" });
}

/** The answer to signing in or refreshing. */
interface Grant {
  readonly accessToken: string;
  readonly user: Session["user"];
  readonly company: Session["company"];
  readonly permissions: readonly string[];
}

async function accept(body: unknown) {
  const { accessToken: nextToken, user, company, permissions } = body as Grant;
  become({ status: "signed-in", session: { user, company, permissions: new Set(permissions) } }, nextToken);
}
