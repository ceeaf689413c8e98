import { createLogger } from "#functions/logging.ts";
import { startNode } from "#functions/node.ts";
import { readSettings } from "#functions/settings.ts";

export const administrator = { email: "ada@example.com", password: "correct horse battery staple" };

/** The whole program as `npm start` runs it, on this data folder, with the app that was built. */
export async function startOn(dataFolder: string) {
  const settings = readSettings({
    DATA_DIR: dataFolder,
    PORT: "0",
    METRICS_PORT: "0",
    ADMIN_EMAIL: administrator.email,
    ADMIN_PASSWORD: administrator.password,
  });
  const program = await startNode(settings, { logger: createLogger("silent"), leavingMs: 0 });
  const origin = `http://127.0.0.1:${program.port}`;
  return { origin, api: await signedInApi(origin), stop: program.stop };
}
export type Program = Awaited<ReturnType<typeof startOn>>;

/** The API as the administrator, for arranging what a test is not about. */
async function signedInApi(origin: string) {
  const signedIn = await fetch(`${origin}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(administrator),
  });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  const call = async <T>(method: string, path: string, body?: object | string, companyId?: string): Promise<T> => {
    const response = await fetch(origin + path, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        "content-type": typeof body === "string" ? "application/octet-stream" : "application/json",
        ...(companyId && { "company-id": companyId }),
        ...(method === "POST" && { "idempotency-key": crypto.randomUUID() }),
      },
      ...(body && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer as T;
  };
  return {
    get: <T>(path: string) => call<T>("GET", path),
    /** A text is sent as a file. */
    post: <T>(path: string, body: object | string = {}) => call<T>("POST", path, body),
    patch: <T>(path: string, body: object) => call<T>("PATCH", path, body),
    put: <T>(path: string, body: object) => call<T>("PUT", path, body),
    /** In another company that the administrator belongs to. */
    inCompany: (companyId: string) => ({
      get: <T>(path: string) => call<T>("GET", path, undefined, companyId),
      post: <T>(path: string, body: object | string = {}) => call<T>("POST", path, body, companyId),
    }),
  };
}
