import { problemError, problemFrom } from "./problem.ts";
import { send } from "./transport.ts";

const answered = async (request: Request): Promise<Response> => {
  const response = await send(request);
  if (response.ok) return response;
  throw problemError(problemFrom(await response.json().catch(() => undefined), response));
};

/** Saves what an address answers as a file of this name, as the browser saves files. */
export async function download(path: string, fileName: string): Promise<void> {
  const response = await answered(new Request(new URL(path, location.origin)));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

type Asked = Readonly<Record<string, string | number | undefined>>;

/** Saves a report of the API as a file, asked as it is shown. */
export async function saveReport(path: string, asked: Asked, { format, ...how }: Readonly<{ format: string; language: string }>) {
  const query = new URLSearchParams({ format, ...how });
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, `${value}`);
  await download(`${path}?${query}`, `${path.slice(path.lastIndexOf("/") + 1)}.${format}`);
}

/** Sends a file as it is and answers the JSON that comes back. */
export async function upload<T>(path: string, file: File, type: string): Promise<T> {
  const request = new Request(new URL(path, location.origin), {
    method: "POST",
    headers: { "content-type": type },
    body: await file.arrayBuffer(),
  });
  return (await answered(request)).json() as Promise<T>;
}
