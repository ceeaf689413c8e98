import { pause } from "#functions/adapters/embedded-postgres/process-state.ts";
import { type Answer, connectHttp, type HttpClient } from "#scripts/bench/http-client.ts";

/** What a patient client lived through. */
export type Hardships = { lostConnections: number; stillRunning: number; replays: number; serverErrors: string[] };
export type PatientClient = Readonly<{
  /** Sends a write until it is answered: with the same key after every lost connection. */
  write: (path: string, key: string, body?: object) => Promise<Answer>;
  close: () => void;
}>;

const RETRY_MS = 100;
const PATIENCE_MS = 300_000;

const isStillRunning = ({ status, body }: Answer) => status === 409 && body.includes('"in_progress"');

/** A client that keeps asking through crashes, as the contract of idempotency keys allows it to. */
export const patientClient = (port: number, apiKey: string, hardships: Hardships): PatientClient => {
  let connection: HttpClient | undefined;
  const lose = () => {
    connection?.close();
    connection = undefined;
    hardships.lostConnections += 1;
  };
  const attempt = async (path: string, key: string, body: string): Promise<Answer | undefined> => {
    try {
      connection ??= await connectHttp(port, `Bearer ${apiKey}`);
      return await connection.send("POST", path, body, `idempotency-key: ${key}\r\n`);
    } catch {
      lose();
      return undefined;
    }
  };
  const write: PatientClient["write"] = async (path, key, body) => {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const answer = await attempt(path, key, JSON.stringify(body ?? {}));
      if (answer && answer.status >= 500) hardships.serverErrors.push(`${path} answered ${answer.status}: ${answer.body.slice(0, 300)}`);
      if (answer && isStillRunning(answer)) hardships.stillRunning += 1;
      else if (answer && answer.status < 500) {
        if (/idempotency-replayed: true/i.test(answer.head)) hardships.replays += 1;
        return answer;
      }
      await pause(RETRY_MS);
    }
    throw new Error(`${path} was not answered within ${PATIENCE_MS / 1000} s.`);
  };
  return { write, close: () => connection?.close() };
};
