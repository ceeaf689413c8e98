import ts from "typescript";
import { isCode, isTest, type SourceFile } from "./tidy/source-files.ts";

/** A refusal as the code words it; `…` stands for what is only known then. */
export type ProblemCode = { statuses: number[]; details: string[] };

/** The makers of faults in the kernel and of problems in front of it. Statuses as in `functions/problem.ts`. */
const STATUS_OF_KIND: Readonly<Record<string, number>> = {
  invalid: 422,
  missing: 404,
  conflict: 409,
  refused: 403,
  stale: 412,
  unauthenticated: 401,
  throttled: 429,
};

type Found = Readonly<{ code: string; status: number; detail: string }>;

const textOf = (node: ts.Node | undefined): string => {
  if (node && ts.isStringLiteralLike(node)) return node.text;
  if (node && ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join("");
  return "";
};

const calls: Readonly<Record<string, (parameters: readonly ts.Expression[]) => Found>> = {
  invalid: ([code, detail]) => ({ code: textOf(code), status: 422, detail: textOf(detail) }),
  conflict: ([code, detail]) => ({ code: textOf(code), status: 409, detail: textOf(detail) }),
  missing: ([noun]) => ({ code: codeOf(noun, "missing"), status: 404, detail: `There is no ${textOf(noun)} ….` }),
  stale: ([noun]) => ({
    code: codeOf(noun, "stale"),
    status: 412,
    detail: `This ${textOf(noun)} has changed since you read it; it is at version … now.`,
  }),
  plainProblem: ([, status, code, detail]) => ({
    code: textOf(code),
    status: status && ts.isNumericLiteral(status) ? Number(status.text) : 0,
    detail: textOf(detail),
  }),
};

const codeOf = (noun: ts.Expression | undefined, ending: string) => {
  const name = textOf(noun).replaceAll(" ", "_");
  return name && `${name}.${ending}`;
};

const ofLiteral = (node: ts.ObjectLiteralExpression): Found | undefined => {
  const fields = new Map(
    node.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) && ts.isIdentifier(property.name) ? [[property.name.text, property.initializer] as const] : [],
    ),
  );
  const status = STATUS_OF_KIND[textOf(fields.get("kind"))];
  return status === undefined ? undefined : { code: textOf(fields.get("code")), status, detail: textOf(fields.get("detail")) };
};

const MAKES_ONE = /\b(invalid|conflict|missing|stale|plainProblem)\(|\bkind: "/;

const foundIn = ({ path, text }: SourceFile): Found[] => {
  if (!MAKES_ONE.test(text)) return [];
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const made = calls[node.expression.text]?.(node.arguments);
      if (made) found.push(made);
    }
    const literal = ts.isObjectLiteralExpression(node) ? ofLiteral(node) : undefined;
    if (literal) found.push(literal);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found;
};

/** Every refusal that the code can answer with, by its code; what makes codes at run time is not seen. */
export const problemCodes = (files: readonly SourceFile[]): Record<string, ProblemCode> => {
  const codes: Record<string, ProblemCode> = {};
  const sources = files.filter((file) => /^(core|functions)\//.test(file.path) && isCode(file) && !isTest(file));
  for (const { code, status, detail } of sources.flatMap(foundIn)) {
    if (!/^[a-z][a-z0-9_.]*$/.test(code) || status === 0) continue;
    codes[code] ??= { statuses: [], details: [] };
    if (!codes[code].statuses.includes(status)) codes[code].statuses.push(status);
    if (detail !== "" && !codes[code].details.includes(detail)) codes[code].details.push(detail);
  }
  const inOrder = Object.entries(codes).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    inOrder.map(([code, { statuses, details }]) => [code, { statuses: statuses.toSorted(), details: details.toSorted() }]),
  );
};

/** The registry as it is checked in for the pages under `/problems`. */
export const problemCodesText = (files: readonly SourceFile[]): string => `${JSON.stringify(problemCodes(files), null, 2)}\n`;
