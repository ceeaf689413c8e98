import { titleOf } from "#functions/problem.ts";
import { ADVICE, explained, STATUS_ADVICE } from "./advice.ts";
import registry from "./generated/problems.json" with { type: "json" };

type Entry = Readonly<{ statuses: readonly number[]; details: readonly string[] }>;
const CODES: Readonly<Record<string, Entry>> = registry;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** `up` leads to the root the program is served under, so that every link works behind a prefix. */
const page = (title: string, up: string, body: string, scripts = "") => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Enterprise System</title>
<link rel="icon" href="${up}docs/icon.svg" type="image/svg+xml">
${scripts}<link rel="stylesheet" href="${up}docs/style.css">
</head>
<body>
${body}
</body>
</html>
`;

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#135f8c"/><path d="M9 22.5V9.5h13.5M9 16h10M9 22.5h13.5" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** The page under `/docs`. */
export const docsPage = page(
  "API",
  "",
  '<div id="swagger-ui"></div>\n<noscript><main class="page"><p>This page needs JavaScript. The document itself is <a href="openapi.json">openapi.json</a>.</p></main></noscript>',
  '<link rel="stylesheet" href="docs/swagger-ui.css">\n<script src="docs/swagger-ui-bundle.js" defer></script>\n<script src="docs/start.js" defer></script>\n',
);

/** Starts Swagger UI over the document beside it. Nothing leaves for anywhere else: no validator, no remote configuration. */
export const START = `
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  defaultModelExpandDepth: 3,
  defaultModelRendering: "example",
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  queryConfigEnabled: false,
  showCommonExtensions: true,
  validatorUrl: null,
});
`.trim();

const entryOf = (code: string): Entry | undefined => {
  if (Object.hasOwn(CODES, code)) return CODES[code];
  if (/^[a-z][a-z_]*\.missing$/.test(code)) return { statuses: [404], details: [] };
  return /^[a-z][a-z_]*\.stale$/.test(code) ? { statuses: [412], details: [] } : undefined;
};

/** The page of one problem code, or nothing when no refusal has it. */
export const problemPage = (code: string): string | undefined => {
  const entry = entryOf(code);
  if (!entry) return undefined;
  const title = escaped(titleOf(code));
  const advice = [explained(code, ADVICE), ...entry.statuses.map((status) => STATUS_ADVICE[status])].filter((text) => text !== undefined);
  const details = entry.details.map((detail) => `<li>${escaped(detail)}</li>`).join("\n");
  return page(
    title,
    "../",
    `<main class="page">
<p class="quiet"><a href="../problems">All problems</a></p>
<h1>${title}</h1>
<p class="quiet"><code>${escaped(code)}</code> · answered with ${entry.statuses.join(" or ")}</p>
${details ? `<h2>How it reads</h2>\n<div class="card"><ul>\n${details}\n</ul></div>` : ""}
<h2>What to do</h2>
${advice.map((text) => `<p>${escaped(text)}</p>`).join("\n")}
</main>`,
  );
};

const row = ([code, { statuses }]: [string, Entry]) =>
  `<tr><td><a href="problems/${code}"><code>${code}</code></a></td><td>${escaped(titleOf(code))}</td><td>${statuses.join(", ")}</td></tr>`;

/** All problem codes on one page. */
export const problemsPage = page(
  "Problems",
  "",
  `<main class="page">
<h1>Problems</h1>
<p class="quiet">Every refusal of the API carries a <code>code</code> that programs can rely on. <a href="docs">The API</a></p>
<table>
${Object.entries(CODES).map(row).join("\n")}
</table>
</main>`,
);
