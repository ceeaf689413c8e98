/**
 * The roles every company has. Their grants live here and not in the database, so that a new version's permissions reach every company
 * with the program. What differs is a role of the company's own.
 */
export const systemRoles = {
  administrator: { name: "Administrator", description: "Everything, users and roles too.", grants: ["*"] },
  sales: {
    name: "Sales",
    description: "Customers, catalogue, stock and orders, up to the invoice and its payment.",
    grants: [
      "sales.*",
      "finance.invoice.*",
      "finance.party.*",
      "finance.payment.read",
      "finance.tax.read",
      "finance.rate.read",
      "platform.company.read",
      "platform.import.read",
      "platform.export.read",
      "platform.event.read",
      "platform.approval.read",
    ],
  },
  accountant: {
    name: "Accountant",
    description: "All of finance; reads sales.",
    grants: [
      "finance.*",
      "sales.*.read",
      "platform.company.read",
      "platform.import.*",
      "platform.export.read",
      "platform.job.read",
      "platform.audit.read",
      "platform.event.read",
      "platform.approval.read",
    ],
  },
  hr: {
    name: "HR",
    description: "Departments, employees, leave and payroll.",
    grants: ["hr.*", "finance.account.read", "platform.company.read", "platform.event.read"],
  },
  auditor: { name: "Auditor", description: "Reads everything and changes nothing.", grants: ["*.*.read"] },
  employee: {
    name: "Employee",
    description: "Looks things up.",
    grants: ["sales.product.read", "platform.company.read"],
  },
} as const satisfies Readonly<Record<string, Readonly<{ name: string; description: string; grants: readonly string[] }>>>;

export type SystemRole = keyof typeof systemRoles;

export const isSystemRole = (key: string): key is SystemRole => Object.hasOwn(systemRoles, key);
