import type { paths } from "./generated/schema.ts";

type Json<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;
type Success<Operation> = Operation extends { responses: infer Responses }
  ? Responses extends { 200: infer Ok }
    ? Json<Ok>
    : Responses extends { 201: infer Created }
      ? Json<Created>
      : never
  : never;

type Paths = paths;
type With<Method extends string> = { [Path in keyof Paths]: Paths[Path] extends Record<Method, object> ? Path : never }[keyof Paths];

/** What a GET answers. */
export type Answer<Path extends With<"get">> = Success<Paths[Path]["get"]>;

/** One entry of a list. */
export type Item<Path extends With<"get">> = Answer<Path> extends { items: readonly (infer Entry)[] } ? Entry : never;

/** The filters of a GET. */
export type Filter<Path extends With<"get">> = Paths[Path]["get"] extends { parameters: { query?: infer Query } }
  ? NonNullable<Query>
  : never;

/** The body a POST takes. */
export type Body<Path extends With<"post">> = Paths[Path]["post"] extends { requestBody?: infer Request }
  ? Json<NonNullable<Request>>
  : never;

/** The body a PATCH takes. */
export type Patch<Path extends With<"patch">> = Paths[Path]["patch"] extends { requestBody?: infer Request }
  ? Json<NonNullable<Request>>
  : never;
