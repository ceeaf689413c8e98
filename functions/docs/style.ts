/** The house's colours over Swagger UI and the pages about problems; no other file is asked for. */
export const STYLE = `
:root { color-scheme: light dark; --canvas: #f7f9fa; --surface: #fff; --line: #e4eaee; --text: #19222a; --quiet: #566471; --accent: #135f8c; --soft: #e6f1f8; }
@media (prefers-color-scheme: dark) { :root { --canvas: #11171d; --surface: #161e25; --line: #28333d; --text: #dbe2e8; --quiet: #98a5b1; --accent: #7fb9dc; --soft: #1b3343; } }
body { margin: 0; background: var(--canvas); color: var(--text); font: 15px/1.6 "Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif; }
a { color: var(--accent); }
.page { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; }
.page h1 { margin: 0 0 0.25rem; font-size: 1.75rem; line-height: 1.25; letter-spacing: -0.01em; }
.page h2 { margin: 2rem 0 0.5rem; font-size: 1rem; }
.page ul { padding-left: 1.1rem; }
.page .quiet { color: var(--quiet); }
.page .card { padding: 0.25rem 1.25rem; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
.page table { width: 100%; border-collapse: collapse; }
.page td { padding: 0.35rem 0.5rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.page code { padding: 0.1em 0.35em; border-radius: 4px; background: var(--soft); font-family: ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; font-size: 0.9em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

.swagger-ui, .swagger-ui .info .title, .swagger-ui .opblock-tag, .swagger-ui .opblock .opblock-summary-description, .swagger-ui .btn, .swagger-ui label, .swagger-ui table thead tr th,
.swagger-ui .opblock-description-wrapper p, .swagger-ui .tab li, .swagger-ui .response-col_status, .swagger-ui .parameter__name, .swagger-ui .info p, .swagger-ui .info li {
  font-family: "Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif; }
html.dark-mode body, html.dark-mode .swagger-ui, html.dark-mode .swagger-ui .scheme-container { background: var(--canvas); }
.swagger-ui .wrapper { max-width: 64rem; }
.swagger-ui .info { margin: 2.5rem 0 1.5rem; }
.swagger-ui .info .title { font-size: 1.9rem; letter-spacing: -0.01em; color: var(--text); }
.swagger-ui .info .title small { background: var(--quiet); }
.swagger-ui .info .title small.version-stamp { background: var(--accent); }
.swagger-ui .info .description { max-width: 46rem; }
.swagger-ui .info p, .swagger-ui .info li { font-size: 15px; line-height: 1.6; color: var(--text); }
.swagger-ui .scheme-container { padding: 1rem 0; border-block: 1px solid var(--line); background: var(--surface); box-shadow: none; }
.swagger-ui .info code { background: var(--soft); color: var(--accent); font-weight: 500; }
.swagger-ui .renderedMarkdown code { background: var(--soft); color: var(--accent); font-weight: 500; }
.swagger-ui .schemes-server-container, .swagger-ui .info__license { display: none; }
.swagger-ui .opblock-tag { border-bottom-color: var(--line); font-size: 1.2rem; color: var(--text); }
.swagger-ui .opblock { border-width: 1px; border-radius: 10px; box-shadow: none; }
.swagger-ui .opblock .opblock-summary { padding: 0.4rem 0.6rem; }
.swagger-ui .opblock .opblock-summary-method { min-width: 4.2rem; border-radius: 6px; font-size: 0.75rem; text-shadow: none; }
.swagger-ui .opblock.opblock-get { border-color: var(--line); background: var(--surface); }
.swagger-ui .opblock.opblock-get .opblock-summary { border-color: var(--line); }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #27749f; }
.swagger-ui .opblock.opblock-post { border-color: #bcd9c7; background: color-mix(in srgb, #2f7d53 5%, var(--surface)); }
.swagger-ui .opblock.opblock-post .opblock-summary { border-color: #bcd9c7; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #2f7d53; }
.swagger-ui .opblock.opblock-patch .opblock-summary-method, .swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8a5a12; color: #fff; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b42318; }
.swagger-ui .btn.authorize { border-color: var(--accent); color: var(--accent); }
.swagger-ui .btn.authorize svg { fill: var(--accent); }
.swagger-ui .btn.execute { border-color: var(--accent); background: var(--accent); }
.swagger-ui .filter .operation-filter-input { border: 1px solid var(--line); border-radius: 8px; padding: 0.55rem 0.75rem; background: var(--surface); color: var(--text); }
`.trim();
