import createClient from "openapi-fetch";
import type { paths } from "./generated/schema.ts";
import { send } from "./transport.ts";

/** The API, typed from its OpenAPI document: a changed route breaks the screens that use it at compile time. What comes as files too is read as JSON. */
export const api = createClient<paths, "application/json">({ baseUrl: location.origin, fetch: send });
