import { accessToken, refreshSession } from "./session.ts";

const delays = [300, 1200];

/**
 * Sends a request as the signed-in user. A POST carries one idempotency key through every attempt, so it is repeated
 * when the connection drops; an expired token is refreshed once.
 */
export async function send(request: Request): Promise<Response> {
  if (request.method === "POST" && !request.headers.has("idempotency-key")) {
    request.headers.set("idempotency-key", crypto.randomUUID());
  }
  const response = await attempt(request);
  if (response.status !== 401) return response;
  return (await refreshSession()) ? attempt(request) : response;
}

async function attempt(request: Request): Promise<Response> {
  const token = accessToken();
  if (token) request.headers.set("authorization", `Bearer ${token}`);
  const repeatable = request.headers.has("idempotency-key");
  for (let tries = 0; ; tries++) {
    const delay = repeatable ? delays[tries] : undefined;
    try {
      const response = await fetch(request.clone());
      if (delay === undefined || ![502, 503, 504].includes(response.status)) return response;
    } catch (error) {
      if (delay === undefined || request.signal.aborted) throw error;
    }
    await new Promise((wake) => setTimeout(wake, delay));
  }
}
