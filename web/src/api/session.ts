import { useSyncExternalStore } from "react";
import { type Problem, problemFrom } from "./problem.ts";

/** Who is signed in, for which company. The access token lives in memory only; the refresh cookie is the browser's. */
export interface Session {
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly company: { readonly id: string; readonly name: string; readonly currency: string };
  /** Every company one may work in. */
  readonly companies: readonly { readonly id: string; readonly name: string }[];
  readonly permissions: readonly string[];
  /** Signed in with a one-time password, which is good for nothing else. */
  readonly mustChangePassword: boolean;
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
export const signIn = (credentials: { email: string; password: string }) => openSession("/auth/login", credentials);

/** Replaces the password, and the session with a new one; answers the problem when refused. */
export const changePassword = (currentPassword: string, newPassword: string) =>
  openSession("/auth/password", { currentPassword, newPassword });

async function openSession(path: string, body: object): Promise<Problem | undefined> {
  const response = await post(path, body);
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) return problemFrom(answer, response);
  accept(answer);
  return undefined;
}

const post = (path: string, body: object) =>
  fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });

/**
 * Exchanges the refresh cookie for a new token. One exchange at a time, across all tabs: the cookie rotates and the
 * server takes a second use of an old one for theft.
 */
export function refreshSession(): Promise<boolean> {
  refreshing ??= inOneTab(() => exchange({})).finally(() => {
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

/** Goes on in another of one's companies. */
export const enterCompany = (companyId: string): Promise<boolean> => inOneTab(() => exchange({ companyId }));

async function exchange(wish: { companyId?: string }): Promise<boolean> {
  const response = await post("/auth/refresh", wish);
  if (response.ok) {
    accept(await response.json());
    return true;
  }
  if (response.status < 500) become({ status: "anonymous" });
  return false;
}

/** Ends the session here, in every other tab, and on the server. */
export async function signOut(): Promise<void> {
  await post("/auth/logout", {}).catch(() => undefined);
  channel?.postMessage("signed out");
  become({ status: "anonymous" });
}

function accept(answer: unknown) {
  const { accessToken: nextToken, ...session } = answer as Session & { readonly accessToken: string };
  become({ status: "signed-in", session }, nextToken);
}
