import { Navigate, Outlet, useLocation, useSearchParams } from "react-router";
import { useSessionState } from "../api/session.ts";
import { paths, safeNext } from "./paths.ts";

/** Shows the screens inside to someone signed in, and leads everybody else to the sign-in screen and back. */
export function SignedIn() {
  const state = useSessionState();
  const { pathname, search } = useLocation();
  if (state.status !== "signed-in") return <Navigate to={paths.signIn(pathname + search)} replace />;
  if (state.session.mustChangePassword && pathname !== paths.password()) return <Navigate to={paths.password()} replace />;
  return <Outlet />;
}

/** The sign-in screen; someone signed in goes on to where they were heading. */
export function SignedOut() {
  const { status } = useSessionState();
  const [query] = useSearchParams();
  return status === "signed-in" ? <Navigate to={safeNext(query.get("next"))} replace /> : <Outlet />;
}
