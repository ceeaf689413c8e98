import ts from "typescript";
import { type Finding, isCode, isGenerated, isTest, type Rule, type SourceFile } from "./source-files.ts";

const FILE_LINES = 250;
const FUNCTION_LINES = 60;
const HANDLER_LINES = 12;

/** Files that may be longer, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {};

/** A migration's length is its SQL, not its logic. */
const isMigration = ({ path }: SourceFile) => path.startsWith("core/database/migrations/");
const measured = (file: SourceFile) => isCode(file) && !isTest(file) && !isGenerated(file);

export const fileSizes: Rule = (files) =>
  files
    .filter((file) => measured(file) && !isMigration(file))
    .flatMap(({ path, text }) => {
      const lines = text.trimEnd().split("\n").length;
      return lines <= FILE_LINES || path in LONG_FILES
        ? []
        : [{ path, message: `has ${lines} lines, more than ${FILE_LINES}. Split it by verb or noun.` }];
    });

const linesOf = (node: ts.Node, source: ts.SourceFile) =>
  source.getLineAndCharacterOfPosition(node.getEnd()).line - source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;

const ROUTE_METHODS = new Set(["openapi", "get", "post", "put", "patch", "delete"]);

/** The last argument of `routes.openapi(route, handler)` and its like. */
const isHandler = (node: ts.Node): boolean => {
  const call = node.parent;
  return (
    ts.isCallExpression(call) &&
    call.arguments.length > 1 &&
    call.arguments.at(-1) === node &&
    ts.isPropertyAccessExpression(call.expression) &&
    ROUTE_METHODS.has(call.expression.name.text)
  );
};

const functionFindings = (file: SourceFile): Finding[] => {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const lines = linesOf(node, source);
      const handler = file.path.startsWith("functions/") && isHandler(node);
      const most = handler ? HANDLER_LINES : FUNCTION_LINES;
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      const remedy = handler ? "Move what it decides into a command or query." : "Name its parts and split it.";
      if (lines > most)
        findings.push({
          path: file.path,
          line,
          message: `a ${handler ? "handler" : "function"} has ${lines} lines, more than ${most}. ${remedy}`,
        });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
};

export const functionSizes: Rule = (files) => files.filter((file) => measured(file) && !isMigration(file)).flatMap(functionFindings);
