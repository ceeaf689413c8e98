import { expect, test } from "vitest";
import { clockOf } from "#core/kernel/clock.ts";
import { anApi, anIdentity, aUser, PASSWORD } from "#core/testing/api.ts";
import { databaseAs } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";
import { tidySignIns } from "./key-ring.ts";

const DAY = 24 * 60 * 60 * 1000;

test("sessions and failures that nobody can use any more are removed, others stay", async () => {
  const user = await aUser(await aCompany());
  const address = `198.51.100.${Math.floor(Math.random() * 250)}`;
  const attempt = async (daysAgo: number, password: string) => {
    const api = anApi({ identity: anIdentity(clockOf(() => new Date(Date.now() - daysAgo * DAY))) });
    const body = JSON.stringify({ email: user.email, password });
    const headers = { "content-type": "application/json", "x-forwarded-for": address };
    return (await api.request("/auth/login", { method: "POST", headers, body })).status;
  };
  expect([await attempt(70, PASSWORD), await attempt(70, "wrong"), await attempt(20, PASSWORD)]).toEqual([200, 401, 200]);
  const counted = async () => {
    const { rows } = await databaseAs("superuser").query(
      `select (select count(*)::int from shared.session where user_id = $1) as sessions,
              (select count(*)::int from shared.refresh_token t join shared.session s on s.id = t.session_id where s.user_id = $1) as tokens,
              (select count(*)::int from shared.sign_in_guard where last_at < now() - interval '60 days') as failures`,
      [user.id],
    );
    return rows[0];
  };
  expect(await counted()).toMatchObject({ sessions: 2, tokens: 2, failures: expect.any(Number) });

  await tidySignIns(anIdentity());
  expect(await counted()).toEqual({ sessions: 1, tokens: 1, failures: 0 });
});
