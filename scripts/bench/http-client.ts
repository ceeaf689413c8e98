import { connect, type Socket } from "node:net";

/** `head` is the status line and the headers as they came. */
export type Answer = Readonly<{ status: number; head: string; body: string }>;
export type HttpClient = Readonly<{
  send: (method: string, path: string, body?: string, headers?: string) => Promise<Answer>;
  close: () => void;
}>;

type Pending = Readonly<{ resolve: (answer: Answer) => void; reject: (error: Error) => void }>;

const END_OF_HEAD = Buffer.from("\r\n\r\n");

/** Takes the answer off the front of what has arrived, once it is whole. */
const readAnswer = (received: Buffer): { answer: Answer; rest: Buffer } | undefined => {
  const headEnd = received.indexOf(END_OF_HEAD);
  if (headEnd === -1) return undefined;
  const head = received.toString("latin1", 0, headEnd);
  const start = headEnd + END_OF_HEAD.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) {
    // In chunks: rare enough to be read the simple way.
    const end = received.indexOf("\r\n0\r\n\r\n", headEnd);
    if (end === -1) return undefined;
    const body = received.toString("utf8", start, end).replaceAll(/(^|\r\n)[0-9a-f]+\r\n/g, "");
    return { answer: { status: Number(head.slice(9, 12)), head, body }, rest: received.subarray(end + 7) };
  }
  const end = start + Number(length);
  if (received.length < end) return undefined;
  return { answer: { status: Number(head.slice(9, 12)), head, body: received.toString("utf8", start, end) }, rest: received.subarray(end) };
};

/**
 * One kept-alive connection, one request at a time. Written on the socket because the load shares its processors with what it measures: Node's own
 * client costs several times as much.
 */
export const connectHttp = (port: number, authorization: string): Promise<HttpClient> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let received: Buffer = Buffer.alloc(0);
    let pending: Pending | undefined;
    const fail = (error: Error) => {
      pending?.reject(error);
      pending = undefined;
      reject(error);
      socket.destroy();
    };
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("The server closed the connection.")));
    socket.on("data", (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const read = readAnswer(received);
      if (!read) return;
      received = read.rest;
      const { resolve: answered } = pending ?? {};
      pending = undefined;
      answered?.(read.answer);
    });
    const send: HttpClient["send"] = (method, path, body, headers = "") =>
      new Promise((answered, refused) => {
        if (socket.destroyed) return refused(new Error("The connection is closed."));
        pending = { resolve: answered, reject: refused };
        const content = body === undefined ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
        socket.write(
          `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n${content}${headers}\r\n${body ?? ""}`,
        );
      });
    socket.once("connect", () => resolve({ send, close: () => socket.destroy() }));
  });
