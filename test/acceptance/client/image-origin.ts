import { createServer, type RequestListener, type Server } from 'node:http';
import { FETCHABLE_PORTS } from '../../support/service/fetchable-ports';

/** A web server that the local service may fetch images from. */
export interface ImageOrigin {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

const listen = (server: Server, port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => resolve(true));
  });

/**
 * Starts the server on a port that is free.
 * @throws Error when all of them are taken
 */
export const startImageOrigin = async (answer: RequestListener): Promise<ImageOrigin> => {
  for (const port of FETCHABLE_PORTS) {
    const server = createServer(answer);
    if (!(await listen(server, port))) continue;
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    return { url: `http://127.0.0.1:${port}`, close };
  }
  throw new Error(`The ports ${FETCHABLE_PORTS.join(', ')} are all taken`);
};
