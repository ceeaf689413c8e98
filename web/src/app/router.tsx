import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { RouteError } from "./RouteError.tsx";
import { SignedIn, SignedOut } from "./SessionGate.tsx";

/** A route whose screen is fetched when it is first opened. */
const screen = (path: string, load: () => Promise<ComponentType>): RouteObject => ({
  path,
  lazy: async () => ({ Component: await load() }),
  ErrorBoundary: RouteError,
});

const sales: RouteObject[] = [];

const finance: RouteObject[] = [];

export const router = createBrowserRouter(
  [
    {
      Component: SignedOut,
      ErrorBoundary: RouteError,
      children: [screen("/sign-in", async () => (await import("../features/identity/session/SignInPage.tsx")).SignInPage)],
    },
    {
      Component: SignedIn,
      ErrorBoundary: RouteError,
      HydrateFallback: () => null,
      children: [
        {
          lazy: async () => ({ Component: (await import("./Shell.tsx")).Shell }),
          children: [
            screen("/", async () => (await import("../features/sales/analytics/DashboardPage.tsx")).DashboardPage),
            ...sales,
            ...finance,
            screen("*", async () => (await import("./NotFoundPage.tsx")).NotFoundPage),
          ],
        },
      ],
    },
  ],
  { basename: "/app" },
);
