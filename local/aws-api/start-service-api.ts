import type { IncomingMessage } from 'node:http';
import { readBody } from '../gateway/read-body';
import { type RunningServer, startServer } from '../gateway/start-server';
import { ServiceError } from './service-error';

/** What goes back to the SDK. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How the API of one of AWS's services runs. */
export interface ServiceApiOptions {
  /** For the log. */
  readonly name: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly maxBodyBytes: number;
  /** Takes one line for each refusal and fault. */
  readonly log: (line: string) => void;
  /** @throws ServiceError for a call that is refused */
  readonly answer: (request: IncomingMessage, body: Buffer) => ServiceAnswer | Promise<ServiceAnswer>;
  readonly refuse: (error: ServiceError) => ServiceAnswer;
}

/** Starts the API of a service as functions call it by its SDK. */
export const startServiceApi = ({
  name,
  host,
  port,
  maxBodyBytes,
  log,
  answer,
  refuse,
}: ServiceApiOptions): Promise<RunningServer> =>
  startServer({
    host,
    port,
    log,
    answer: async (request, response) => {
      const body = await readBody(request, response, maxBodyBytes);
      const send = ({ status, headers, body: text }: ServiceAnswer) =>
        response.writeHead(status, headers).end(text);
      try {
        send(await answer(request, body));
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        log(`${name}: ${error.code}: ${error.message}`);
        send(refuse(error));
      }
    },
  });
