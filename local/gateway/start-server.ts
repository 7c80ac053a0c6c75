import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listen } from './listen';

/** Answers one request. What it throws is logged and answered with a bare 500. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Where to listen and who answers. */
export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly answer: Answer;
  /** Takes one line for each fault of the server itself. */
  readonly log: (line: string) => void;
}

/** A server that accepts connections. */
export interface RunningServer {
  readonly port: number;
  /** Stops accepting, lets requests under way finish for up to five seconds, then cuts the rest. */
  close(): Promise<void>;
}

/** Far above every limit of AWS, so that the gateway and not Node's parser answers an oversized header. */
const MAX_HEADER_BYTES = 64 * 1024;
const CLOSE_GRACE_MS = 5_000;

/**
 * Starts an HTTP server with keep-alive. Neither a broken request nor a throwing handler ends the process.
 * @throws Error of `listen`, e.g. EADDRINUSE.
 */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  let closing = false;
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 65_000 });
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    if (closing) response.setHeader('Connection', 'close');
    response.once('close', () => {
      if (closing) server.closeIdleConnections();
    });
    options.answer(request, response).catch((error: unknown) => {
      options.log(
        `${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`,
      );
      fail(response);
    });
  };
  server.on('request', handle);
  // The body's reader says "continue", so that a refusal comes before the client sends anything. Until then the
  // connection cannot be used again: whether a body follows would be a guess.
  server.on('checkContinue', (request, response) => {
    response.setHeader('Connection', 'close');
    handle(request, response);
  });
  server.on('clientError', refuseMalformed);
  const port = await listen(server, options.host, options.port);
  return {
    port,
    close: () => {
      closing = true;
      return closeServer(server);
    },
  };
};

const fail = (response: ServerResponse) => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end('{"message":"Internal Server Error"}');
};

const refuseMalformed = (error: NodeJS.ErrnoException, socket: Socket) => {
  if (!socket.writable) return;
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

const closeServer = (server: Server) =>
  new Promise<void>((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
