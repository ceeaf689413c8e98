import * as z from "zod";

/** Longer than any password needs to be, short enough to hash. */
const PASSWORD_LENGTH = 200;
const password = z.string().min(1).max(PASSWORD_LENGTH);

export const SignIn = z.strictObject({
  email: z.string().trim().min(3).max(254).meta({ example: "ada@example.com" }),
  password: password.meta({ example: "correct horse battery staple" }),
  companyId: z.uuid().optional().describe("The company to work in; else the one of last time."),
});
export type SignIn = z.infer<typeof SignIn>;

export const RefreshSession = z.strictObject({ companyId: z.uuid().optional().describe("Goes on in another of one's companies.") });
export type RefreshSession = z.infer<typeof RefreshSession>;

export const ChangePassword = z.strictObject({
  currentPassword: password,
  newPassword: z.string().min(12).max(PASSWORD_LENGTH).meta({ example: "a dozen words would be too long" }),
});
export type ChangePassword = z.infer<typeof ChangePassword>;

const CompanyBody = z.object({ id: z.uuid(), name: z.string(), currency: z.string() });

/** Who somebody is: what the web app must know before it can show anything. */
export const CallerBody = z
  .object({
    kind: z.enum(["user", "api_key"]),
    user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
    company: CompanyBody.extend({ timeZone: z.string(), country: z.string(), locale: z.string() }),
    companies: z.array(CompanyBody).readonly().describe("Every company one may work in."),
    roles: z.array(z.object({ id: z.uuid(), name: z.string(), system: z.string().optional() })).readonly(),
    permissions: z.array(z.string()).readonly().describe("Empty while a one-time password must be changed."),
    mustChangePassword: z.boolean(),
  })
  .meta({ id: "Caller" });
export type CallerBody = z.infer<typeof CallerBody>;

export const SessionBody = CallerBody.extend({
  accessToken: z.string(),
  tokenType: z.literal("Bearer"),
  expiresIn: z.int().describe("Seconds"),
}).meta({ id: "Session" });
export type SessionBody = z.infer<typeof SessionBody>;
