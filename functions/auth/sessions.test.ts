import { expect, test } from "vitest";
import { clockOf } from "#core/kernel/clock.ts";
import { aCaller, anApi, anIdentity, aUser, PASSWORD, type TestUser } from "#core/testing/api.ts";
import { aCompany, reading } from "#core/testing/company.ts";

/** A clock that a test turns, from now on. */
const aClock = () => {
  let ahead = 0;
  return {
    clock: clockOf(() => new Date(Date.now() + ahead)),
    pass: (milliseconds: number) => {
      ahead += milliseconds;
    },
  };
};
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A browser: it keeps the refresh cookie and sends it to /auth. */
const aBrowser = (identity = anIdentity(aClock().clock)) => {
  const address = `198.51.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`;
  const api = anApi({ identity });
  let cookie: string | undefined;
  const send = async (method: string, path: string, input?: unknown, headers: Record<string, string> = {}) => {
    const response = await api.request(`https://app.example.com${path}`, {
      method,
      headers: {
        "x-forwarded-for": address,
        ...(cookie === undefined ? {} : { cookie: `refresh=${cookie}` }),
        ...(input === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(input === undefined ? {} : { body: JSON.stringify(input) }),
    });
    const set = response.headers.get("set-cookie");
    const kept = /^refresh=([^;]*)/.exec(set ?? "")?.[1];
    if (kept !== undefined) cookie = kept === "" ? undefined : kept;
    const text = await response.text();
    return { status: response.status, headers: response.headers, setCookie: set, body: text === "" ? undefined : JSON.parse(text) };
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    send,
    bearer,
    get cookie() {
      return cookie;
    },
    set cookie(value) {
      cookie = value;
    },
    login: (user: Pick<TestUser, "email">, password = PASSWORD, headers = {}) =>
      send("POST", "/auth/login", { email: user.email, password }, headers),
    me: (token: string, headers = {}) => send("GET", "/auth/me", undefined, { ...bearer(token), ...headers }),
    refresh: (input?: unknown) => send("POST", "/auth/refresh", input),
  };
};

const auditOf = async (user: TestUser) =>
  reading(user.company.as(), ({ db }) =>
    db.selectFrom("shared.audit").select(["action", "after"]).where("subjectId", "=", user.id).orderBy("id").execute(),
  );

test("signing in answers a token, the company and what one may do, and keeps the refresh token out of reach", async () => {
  const user = await aUser(await aCompany({ currency: "EUR" }), ["sales"]);
  const browser = aBrowser();

  const { status, body, setCookie, headers } = await browser.login({ email: user.email.toUpperCase() });

  expect(status).toBe(200);
  expect(body).toMatchObject({ tokenType: "Bearer", expiresIn: 900, mustChangePassword: false, kind: "user" });
  expect(body.user).toEqual({ id: user.id, name: "Test User", email: user.email });
  expect(body.company).toMatchObject({ id: user.company.id, currency: "EUR" });
  expect(body.companies).toEqual([{ id: user.company.id, name: body.company.name, currency: "EUR" }]);
  expect(body.permissions).toContain("sales.customer.write");
  expect(body.permissions).not.toContain("platform.user.write");
  expect(setCookie).toMatch(/^refresh=[\w-]{43}; Max-Age=604800; Path=\/auth; HttpOnly; Secure; SameSite=Strict$/);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(JSON.stringify(body)).not.toContain(browser.cookie);
  expect((await browser.me(body.accessToken)).body).toMatchObject({ user: { id: user.id }, roles: [{ name: "Sales", system: "sales" }] });
  expect(await auditOf(user)).toContainEqual({
    action: "user.signed_in",
    after: { address: expect.stringMatching(/^198\.51\./), session: expect.any(String) },
  });
});

test("only on a laptop's own address does the cookie go without TLS", async () => {
  const user = await aUser(await aCompany());
  const api = anApi();
  const cookieAt = async (origin: string) => {
    const body = JSON.stringify({ email: user.email, password: PASSWORD });
    const response = await api.request(`${origin}/auth/login`, { method: "POST", headers: { "content-type": "application/json" }, body });
    return response.headers.get("set-cookie");
  };

  expect(await cookieAt("http://localhost:8000")).not.toMatch(/Secure/);
  expect(await cookieAt("http://127.0.0.1:8000")).not.toMatch(/Secure/);
  expect(await cookieAt("http://app.example.com")).toMatch(/Secure/);
});

test("an unknown account answers, and is locked, exactly like a wrong password", async () => {
  const user = await aUser(await aCompany());
  const browser = aBrowser();
  const answersTo = async (email: string) => {
    const answers = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      const { status, body } = await browser.login({ email }, "not the password");
      answers.push([status, body.code, body.detail]);
    }
    return answers;
  };

  const known = await answersTo(user.email);
  const unknown = await answersTo(`nobody-${user.email}`);

  expect(unknown).toEqual(known);
  expect(known.map(([status, code]) => `${status} ${code}`)).toEqual([
    ...Array(4).fill("401 sign_in.wrong"),
    ...Array(3).fill("429 sign_in.locked"),
  ]);
});

test("five failures lock the account, the right password too; waiting opens it, failing again locks it for longer", async () => {
  const user = await aUser(await aCompany());
  const { clock, pass } = aClock();
  const browser = aBrowser(anIdentity(clock));
  const wrong = () => browser.login(user, "not the password");
  for (let attempt = 0; attempt < 4; attempt++) await wrong();

  const fifth = await wrong();
  expect(fifth.status).toBe(429);
  expect(Number(fifth.headers.get("retry-after"))).toBeGreaterThan(25);
  expect((await browser.login(user)).status).toBe(429);

  pass(31_000);
  const sixth = await wrong();
  expect(Number(sixth.headers.get("retry-after"))).toBeGreaterThan(55);
  pass(31_000);
  expect((await browser.login(user)).status).toBe(429);
  pass(31_000);
  expect((await browser.login(user)).status).toBe(200);
  expect((await wrong()).status).toBe(401);
  expect((await auditOf(user)).filter(({ action }) => action === "user.sign_in_failed")).toHaveLength(7);
});

test("fifty failures from one address shut the address out, whatever accounts they try, and nobody else", async () => {
  const user = await aUser(await aCompany());
  const browser = aBrowser();
  const from = (address: string) => ({ "x-forwarded-for": address });
  const attempts = Array.from({ length: 50 }, (_, at) =>
    browser.login({ email: `guess-${at}-${user.email}` }, "guess guess guess", from("2001:db8:1:2::1")),
  );
  await Promise.all(attempts);

  expect((await browser.login(user, PASSWORD, from("2001:db8:1:2:ffff::9"))).status).toBe(429);
  expect((await browser.login(user, PASSWORD, from("2001:db8:1:3::1"))).status).toBe(200);
});

test("a burst of guesses gets no more tries than one after the other, but for the turns under way", async () => {
  const user = await aUser(await aCompany());
  const browser = aBrowser();
  const burst = await Promise.all(Array.from({ length: 30 }, () => browser.login(user, "not the password")));

  expect(burst.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
  expect(burst.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(24);
});

test("many people sign in at the same moment", async () => {
  const user = await aUser(await aCompany());
  const browser = aBrowser();
  const logins = await Promise.all(Array.from({ length: 20 }, () => browser.login(user)));

  expect(new Set(logins.map(({ status }) => status))).toEqual(new Set([200]));
});

test("refreshing rotates the token; an old one ends the session for everybody who holds one of its family", async () => {
  const user = await aUser(await aCompany());
  const { clock, pass } = aClock();
  const browser = aBrowser(anIdentity(clock));
  const { body: first } = await browser.login(user);
  const stolen = browser.cookie;

  pass(MINUTE);
  const second = await browser.refresh();
  expect(second.status).toBe(200);
  expect(browser.cookie).not.toBe(stolen);
  const own = browser.cookie;

  pass(MINUTE);
  browser.cookie = stolen;
  const thief = await browser.refresh();
  expect([thief.status, thief.body.code]).toEqual([401, "session.over"]);
  expect(browser.cookie).toBeUndefined();

  browser.cookie = own;
  expect((await browser.refresh()).status).toBe(401);
  pass(16_000);
  expect((await browser.me(second.body.accessToken)).status).toBe(401);
  expect((await browser.me(first.accessToken)).status).toBe(401);
  expect((await auditOf(user)).map(({ action }) => action)).toContain("session.reuse_detected");
});

test("an answer lost on the way is asked for again and is the same; two tabs at once agree", async () => {
  const user = await aUser(await aCompany());
  const { clock, pass } = aClock();
  const browser = aBrowser(anIdentity(clock));
  await browser.login(user);
  const before = browser.cookie;

  const refreshed = await Promise.all(
    Array.from({ length: 6 }, () => {
      browser.cookie = before;
      return browser.refresh();
    }),
  );
  const cookies = new Set(refreshed.map(({ setCookie }) => setCookie));
  expect(refreshed.map(({ status }) => status)).toEqual(Array(6).fill(200));
  expect(cookies.size).toBe(1);

  pass(8000);
  browser.cookie = before;
  expect((await browser.refresh()).status).toBe(200);
  pass(3000);
  expect((await browser.refresh()).status).toBe(200);
  browser.cookie = before;
  expect((await browser.refresh()).status).toBe(401);
});

test("within the grace, an old token is theft as soon as its successor was used", async () => {
  const user = await aUser(await aCompany());
  const browser = aBrowser();
  await browser.login(user);
  const stolen = browser.cookie;
  await browser.refresh();
  await browser.refresh();
  const own = browser.cookie;

  browser.cookie = stolen;
  expect((await browser.refresh()).status).toBe(401);
  browser.cookie = own;
  expect((await browser.refresh()).status).toBe(401);
});

test("a session ends after a week of silence, and after a month in any case", async () => {
  const user = await aUser(await aCompany());
  const { clock, pass } = aClock();
  const idle = aBrowser(anIdentity(clock));
  await idle.login(user);
  pass(7 * DAY + MINUTE);
  expect((await idle.refresh()).status).toBe(401);

  const busy = aBrowser(anIdentity(clock));
  await busy.login(user);
  for (let week = 0; week < 4; week++) {
    pass(7 * DAY - MINUTE);
    expect((await busy.refresh()).status).toBe(200);
  }
  pass(3 * DAY);
  expect((await busy.refresh()).status).toBe(401);
});

test("an access token lasts fifteen minutes; an altered or foreign one never counts", async () => {
  const user = await aUser(await aCompany());
  const { clock, pass } = aClock();
  const browser = aBrowser(anIdentity(clock));
  const { accessToken } = (await browser.login(user)).body;
  const [head, , signature] = accessToken.split(".");
  const claims = JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString());
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

  expect(Object.keys(claims).sort()).toEqual(["company", "exp", "iat", "iss", "roles", "session", "sub"]);
  const forged = [
    `${head}.${encoded({ ...claims, company: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708" })}.${signature}`,
    `${encoded({ alg: "none" })}.${encoded(claims)}.`,
    `${encoded({ alg: "HS256", kid: JSON.parse(Buffer.from(head, "base64url").toString()).kid })}.${encoded(claims)}.${signature}`,
    "x",
    "..",
    "ek_",
    `ek_${"a".repeat(43)}`,
  ];
  for (const token of forged) expect([token, (await browser.me(token)).status]).toEqual([token, 401]);
  pass(14 * MINUTE);
  expect((await browser.me(accessToken)).status).toBe(200);
  pass(MINUTE);
  const late = await browser.me(accessToken);
  expect([late.status, late.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
});

test("anybody may have the keys that verify tokens, without signing in", async () => {
  const browser = aBrowser();
  const { accessToken } = (await browser.login(await aUser(await aCompany()))).body;
  const { status, body, headers } = await browser.send("GET", "/.well-known/jwks.json");
  const { kid } = JSON.parse(Buffer.from(accessToken.split(".")[0], "base64url").toString());

  expect([status, headers.get("cache-control")]).toEqual([200, "public, max-age=300"]);
  expect(body.keys).toContainEqual({ kid, kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", x: expect.any(String) });
});

test("signing out ends this session alone; everywhere ends all, at once in this process", async () => {
  const user = await aUser(await aCompany());
  const identity = anIdentity();
  const [laptop, phone, tablet] = [aBrowser(identity), aBrowser(identity), aBrowser(identity)];
  const tokens = { laptop: "", phone: "", tablet: "" };
  tokens.laptop = (await laptop.login(user)).body.accessToken;
  tokens.phone = (await phone.login(user)).body.accessToken;
  tokens.tablet = (await tablet.login(user)).body.accessToken;
  const statuses = async () => [
    (await laptop.me(tokens.laptop)).status,
    (await phone.me(tokens.phone)).status,
    (await tablet.me(tokens.tablet)).status,
  ];
  expect(await statuses()).toEqual([200, 200, 200]);

  expect((await laptop.send("POST", "/auth/logout", undefined, laptop.bearer(tokens.laptop))).status).toBe(204);
  expect(laptop.cookie).toBeUndefined();
  expect(await statuses()).toEqual([401, 200, 200]);

  const everywhere = await phone.send("POST", "/auth/logout-everywhere", undefined, phone.bearer(tokens.phone));
  expect([everywhere.status, everywhere.body]).toEqual([200, { ended: 2 }]);
  expect(await statuses()).toEqual([401, 401, 401]);
  expect((await tablet.refresh()).status).toBe(401);
  expect((await laptop.send("POST", "/auth/logout")).status).toBe(204);
});

test("what one process ended, another one notices within fifteen seconds", async () => {
  const user = await aUser(await aCompany());
  const { clock, pass } = aClock();
  const [here, there] = [aBrowser(anIdentity(clock)), aBrowser(anIdentity(clock))];
  const { accessToken } = (await here.login(user)).body;
  expect((await there.me(accessToken)).status).toBe(200);

  await here.send("POST", "/auth/logout-everywhere", undefined, here.bearer(accessToken));
  expect((await there.me(accessToken)).status).toBe(200);
  pass(15_000);
  expect((await there.me(accessToken)).status).toBe(401);
});

test("a new password ends all other sessions, wants the current one, and refuses weak ones", async () => {
  const company = await aCompany();
  const user = await aUser(company);
  const identity = anIdentity();
  const [here, elsewhere] = [aBrowser(identity), aBrowser(identity)];
  await elsewhere.login(user);
  const { accessToken } = (await here.login(user)).body;
  const change = (currentPassword: string, newPassword: string) =>
    here.send("POST", "/auth/password", { currentPassword, newPassword }, here.bearer(accessToken));

  expect((await change("not the password", "a wholly new phrase")).body).toMatchObject({ status: 422, code: "password.wrong" });
  expect((await change(PASSWORD, "Password123!")).body).toMatchObject({
    status: 422,
    code: "password.weak",
    errors: [{ pointer: "/newPassword" }],
  });
  expect((await change(PASSWORD, user.email.slice(0, 36))).body).toMatchObject({ code: "password.weak" });
  expect((await change(PASSWORD, PASSWORD)).body).toMatchObject({ code: "password.unchanged" });
  expect((await elsewhere.refresh()).status).toBe(200);

  const changed = await change(PASSWORD, "a wholly new phrase");
  expect(changed.status).toBe(200);
  expect((await here.me(changed.body.accessToken)).status).toBe(200);
  expect((await here.me(accessToken)).status).toBe(401);
  expect((await here.refresh()).status).toBe(200);
  expect((await elsewhere.refresh()).status).toBe(401);
  expect((await elsewhere.login(user)).status).toBe(401);
  expect((await elsewhere.login(user, "a wholly new phrase")).status).toBe(200);
  const stored = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.audit").selectAll().where("subjectId", "=", user.id).execute(),
  );
  expect(JSON.stringify(stored)).not.toMatch(/wholly new phrase|argon2/);
});

test("guessing the current password locks the account as at the door", async () => {
  const user = await aUser(await aCompany());
  const browser = aBrowser();
  const { accessToken } = (await browser.login(user)).body;
  const guess = () =>
    browser.send("POST", "/auth/password", { currentPassword: "guess", newPassword: "a wholly new phrase" }, browser.bearer(accessToken));
  const statuses = [];
  for (let attempt = 0; attempt < 6; attempt++) statuses.push((await guess()).status);

  expect(statuses).toEqual([422, 422, 422, 422, 429, 429]);
});

test("somebody in two companies works in one at a time, and in no third", async () => {
  const [first, second, third] = [await aCompany(), await aCompany({ currency: "USD" }), await aCompany()];
  const user = await aUser(first, ["auditor"]);
  const admin = await aCaller(second);
  const roles = (await admin.get("/platform/roles")).body.items as { id: string; system: string }[];
  const sales = roles.find(({ system }) => system === "sales")?.id;
  expect((await admin.post("/platform/users", { name: "Whatever", email: user.email, roleIds: [sales] })).status).toBe(201);
  const browser = aBrowser();
  const { body } = await browser.login(user);

  expect(body.companies.map(({ id }: { id: string }) => id).sort()).toEqual([first.id, second.id].sort());
  expect(body.company.id).toBe(first.id);
  const there = await browser.me(body.accessToken, { "company-id": second.id });
  expect(there.body).toMatchObject({ company: { id: second.id, currency: "USD" }, roles: [{ system: "sales" }] });
  for (const other of [third.id, "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708", "nonsense"])
    expect((await browser.me(body.accessToken, { "company-id": other })).body).toMatchObject({ status: 403, code: "company.not_member" });

  expect((await browser.refresh({ companyId: second.id })).body).toMatchObject({ company: { id: second.id } });
  expect((await browser.refresh()).body).toMatchObject({ company: { id: second.id } });
  expect((await browser.refresh({ companyId: third.id })).status).toBe(403);
  expect((await browser.refresh()).status).toBe(200);
  expect((await browser.login(user)).body).toMatchObject({ company: { id: second.id } });
});

test("requests that another site makes the browser send are refused, as are forms", async () => {
  const user = await aUser(await aCompany());
  const browser = aBrowser();
  await browser.login(user);
  const send = (headers: Record<string, string>) => browser.send("POST", "/auth/refresh", undefined, headers);

  expect((await send({ "sec-fetch-site": "cross-site" })).body).toMatchObject({ status: 403, code: "cross_site" });
  expect((await send({ "sec-fetch-site": "same-site" })).status).toBe(403);
  expect((await send({ "content-type": "text/plain" })).status).toBe(415);
  expect((await send({ "sec-fetch-site": "same-origin" })).status).toBe(200);
});
