import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { Webhook } from "standardwebhooks";
import type { Send } from "#core/platform/webhooks/deliver-lane.ts";
import type { Answer } from "#core/platform/webhooks/lanes.ts";

export type SenderOptions = Readonly<{
  /** Lets messages go to private, loopback and link-local addresses, and over plain http. */
  privateNetworks: boolean;
  timeoutMs?: number;
  resolve?: (hostname: string) => Promise<readonly string[]>;
  now?: () => Date;
}>;

const TIMEOUT_MS = 15_000;
const RESPONSE_BYTES = 2048;
const PRODUCT = "enterprise-system-webhooks/1";

/** Addresses of the public internet alone; an IPv4 address in IPv6 clothes counts as what it is. */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === "unicast";
};

class Refused extends Error {}

const resolveName = async (hostname: string) => (await lookup(hostname, { all: true })).map(({ address }) => address);

/** The addresses a message may go to. Checked here and connected to as checked, so that a name cannot change its mind in between. */
const allowedAddresses = async (url: URL, { privateNetworks, resolve = resolveName }: SenderOptions): Promise<readonly string[]> => {
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(hostname) ? [hostname] : await resolve(hostname);
  if (addresses.length === 0) throw new Refused(`${hostname} has no address.`);
  if (privateNetworks) return addresses;
  if (url.protocol !== "https:") throw new Refused("Messages go out over https only.");
  if (!addresses.every(isPublicAddress)) throw new Refused(`${hostname} is not on the public internet.`);
  return addresses;
};

const fixedLookup =
  (addresses: readonly string[]): LookupFunction =>
  (_, options, callback) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first] = found;
    if (options.all) callback(null, found);
    else callback(null, first?.address ?? "", first?.family);
  };

/** The beginning of the answer, for the log; the rest is not waited for. */
const readStart = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= RESPONSE_BYTES) break;
  }
  return Buffer.concat(chunks)
    .subarray(0, RESPONSE_BYTES)
    .toString("utf8")
    .replaceAll("\u0000", "")
    .replace(/\uFFFD+$/, "");
};

const post = (url: URL, addresses: readonly string[], headers: Record<string, string>, body: string, timeoutMs: number) =>
  new Promise<{ status: number; response: string }>((resolve, reject) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const signal = AbortSignal.timeout(timeoutMs);
    // A connection of its own: a kept one might lead where another name was checked.
    const outgoing = send(url, { method: "POST", headers, lookup: fixedLookup(addresses), agent: false, signal });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      readStart(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, response: text });
        outgoing.destroy();
      }, reject);
    });
    outgoing.end(body);
  });

/** The headers of Standard Webhooks. Every secret that is still valid signs, the newest first. */
export const signedHeaders = (id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> => ({
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
  "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
});

const failureText = (error: unknown) => {
  if (error instanceof Refused) return error.message;
  const { name = "", message = String(error), code = "" } = error as { name?: string; message?: string; code?: string };
  if (name === "TimeoutError" || name === "AbortError") return "The endpoint did not answer in time.";
  return `${code === "" ? message : code}`.slice(0, 500);
};

/** Sends messages over HTTP. Redirects are not followed; only 2xx counts as received. */
export const webhookSender =
  (options: SenderOptions): Send =>
  async ({ url, id, body, secrets }): Promise<Answer> => {
    const begun = performance.now();
    const durationMs = () => Math.round(performance.now() - begun);
    try {
      const target = new URL(url);
      const addresses = await allowedAddresses(target, options);
      const headers = {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "content-length": String(Buffer.byteLength(body)),
        "user-agent": PRODUCT,
        ...signedHeaders(id, options.now?.() ?? new Date(), body, secrets),
      };
      const { status, response } = await post(target, addresses, headers, body, options.timeoutMs ?? TIMEOUT_MS);
      const ok = status >= 200 && status < 300;
      const error = status >= 300 && status < 400 ? "Redirects are not followed." : null;
      return { ok, status, response, error, durationMs: durationMs() };
    } catch (error) {
      return { ok: false, status: null, response: "", error: failureText(error), durationMs: durationMs() };
    }
  };
