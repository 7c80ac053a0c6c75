import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Lets a server accept connections and returns its port.
 * @param port - 0: any free port
 * @throws Error of `listen`, e.g. EADDRINUSE
 */
export const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
