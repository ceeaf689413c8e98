import { spawn } from "node:child_process";
import { ROOT } from "./tidy/source-files.ts";

/** One check: what runs, and how it is called on the screen. */
export type Step = Readonly<{ name: string; command: readonly string[]; environment?: Readonly<Record<string, string>>; loud?: boolean }>;

const run = ({ command, environment, loud }: Step): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const [program = "", ...parameters] = command;
    const child = spawn(program, parameters, {
      cwd: ROOT,
      env: { ...process.env, ...environment, PATH: `${ROOT}node_modules/.bin:${process.env.PATH}` },
      stdio: loud ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ code: 1, output: error.message }));
    child.once("exit", (code) => resolve({ code: code ?? 1, output }));
  });

/** Runs a step, tells how it went, and shows its words only when it failed. */
export const runStep = async (step: Step): Promise<boolean> => {
  const begun = performance.now();
  const { code, output } = await run(step);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${code === 0 ? "✓" : "✗"} ${step.name} (${seconds} s)`);
  if (code !== 0 && output) console.log(output.trimEnd());
  return code === 0;
};

/** Runs steps side by side, at most `width` at once; true when all of them hold. */
export const runSteps = async (steps: readonly Step[], width: number): Promise<boolean> => {
  const waiting = [...steps];
  let fine = true;
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) fine = (await runStep(step)) && fine;
  };
  await Promise.all(Array.from({ length: width }, lane));
  return fine;
};
