import { mkdirSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import { listen } from '../gateway/listen';
import { type Answer, transactWrite } from './transact-write';
import { WriteLock } from './write-lock';

const SINGLE_WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);
const CONTENT_TYPE = 'application/x-amz-json-1.0';
/** DynamoDB remembers a ClientRequestToken for ten minutes; a laptop's SDK retries within seconds. */
const REMEMBERED_TOKENS = 1000;

/** The operation that a request asks for, e.g. `PutItem`. */
export const operationOf = ({ headers }: IncomingMessage): string =>
  String(headers['x-amz-target'] ?? '').split('.')[1] ?? '';

/** Sends a JSON answer in DynamoDB's protocol. */
export const sendAnswer = (response: ServerResponse, { status, body }: Answer): void => {
  response.writeHead(status, { 'content-type': CONTENT_TYPE });
  response.end(JSON.stringify(body));
};

/** The request with its body still to be read. */
const replay = ({ method, url, headers }: IncomingMessage, body: Buffer) =>
  Object.assign(Readable.from([body], { objectMode: false }), { method, url, headers });

/** dynalite, and the transactions that it lacks. */
export class DynaliteEngine {
  readonly #lock = new WriteLock();
  readonly #answersByToken = new Map<string, Answer>();

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {}

  /** Opens the data in a folder; without one, new data in memory. */
  static async open(folder?: string): Promise<DynaliteEngine> {
    if (folder) mkdirSync(folder, { recursive: true });
    const times = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
    const server = dynalite({ ...(folder ? { path: folder } : {}), ...times });
    // dynalite opens its data with the server and closes it only with a server that listens.
    return new DynaliteEngine(server, await listen(server, '127.0.0.1', 0));
  }

  /** Answers a request whose body was read, because a client that goes away half-way would make dynalite throw. */
  async answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const operation = operationOf(request);
    if (operation === 'TransactWriteItems') return sendAnswer(response, await this.#transact(request, body));
    if (SINGLE_WRITES.has(operation)) return this.#lock.shared(() => this.#pass(request, body, response));
    return this.#pass(request, body, response);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  #pass(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      response.once('close', resolve);
      this.server.emit('request', replay(request, body), response);
    });
  }

  /** A retry that carries the token of a transaction gets that transaction's answer. */
  #transact(request: IncomingMessage, body: Buffer): Promise<Answer> {
    return this.#lock.exclusive(async () => {
      const input = JSON.parse(body.toString('utf8')) as { ClientRequestToken?: unknown };
      const token = String(input.ClientRequestToken ?? '');
      const answer =
        this.#answersByToken.get(token) ??
        (await transactWrite(input, (operation, write) => this.#send(request, operation, write)));
      if (token && answer.status === 200) this.#remember(token, answer);
      return answer;
    });
  }

  #remember(token: string, answer: Answer): void {
    this.#answersByToken.set(token, answer);
    const [oldest] = this.#answersByToken.keys();
    if (this.#answersByToken.size > REMEMBERED_TOKENS && oldest) this.#answersByToken.delete(oldest);
  }

  async #send({ headers }: IncomingMessage, operation: string, input: object): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.port}/`, {
      method: 'POST',
      headers: {
        'content-type': CONTENT_TYPE,
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        authorization: headers.authorization ?? '',
        'x-amz-date': String(headers['x-amz-date'] ?? ''),
      },
      body: JSON.stringify(input),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }
}
