import { createServer } from 'node:net';
import { type LocalConfig, PORT_VARIABLES } from './config';
import { HOST } from './service-context';

/** What to do about a port that something else listens on. */
export const portTaken = (config: LocalConfig, port: number): Error => {
  const names = Object.keys(PORT_VARIABLES) as (keyof typeof PORT_VARIABLES)[];
  const variable = PORT_VARIABLES[names.find((name) => config[name] === port) ?? 'controlPort'];
  const own = variable === 'PORT' ? '' : `${variable}, or `;
  return new Error(
    `Port ${port} is taken. Stop the program that listens there, or choose another port with ${own}PORT (which moves the following ports too): for example PORT=${config.controlPort + 100} npm start`,
  );
};

const probe = (port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });

/**
 * Tries every port before anything else is done, so that a taken one is reported at once.
 * @throws Error that names the port and the variable that moves it.
 */
export const assertPortsFree = async (config: LocalConfig): Promise<void> => {
  for (const name of Object.keys(PORT_VARIABLES) as (keyof typeof PORT_VARIABLES)[])
    if (config[name] !== 0 && !(await probe(config[name]))) throw portTaken(config, config[name]);
};
