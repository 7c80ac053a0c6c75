import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Credentials } from './iam';

/** Credentials that belong to a role. */
export interface Session {
  readonly credentials: Credentials;
  readonly roleArn: string;
}

interface StoredSession {
  readonly credentials: Omit<Credentials, 'expiration'> & { readonly expiration: string };
  readonly roleArn: string;
}

const parseLine = (line: string): Session[] => {
  try {
    const { credentials, roleArn } = JSON.parse(line) as StoredSession;
    return [{ roleArn, credentials: { ...credentials, expiration: new Date(credentials.expiration) } }];
  } catch {
    // The last line may be torn when the machine went down while it was written.
    return [];
  }
};

/**
 * Sessions that end, kept across restarts: a presigned POST that was handed out stays valid as long as it says.
 * Sessions without an end belong to one run of the service and stay in memory.
 */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();

  /** Reads the file, without what has ended meanwhile. */
  constructor(
    private readonly file: string,
    private readonly now: () => Date,
  ) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const alive = lines
      .filter((line) => line !== '')
      .flatMap(parseLine)
      .filter((session) => this.#isAlive(session));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, alive.map((session) => `${JSON.stringify(session)}\n`).join(''), { mode: 0o600 });
    for (const session of alive) this.#sessions.set(session.credentials.accessKeyId, session);
  }

  add(session: Session): void {
    this.#sessions.set(session.credentials.accessKeyId, session);
    if (session.credentials.expiration) appendFileSync(this.file, `${JSON.stringify(session)}\n`);
  }

  /** Undefined when unknown or past its end. */
  find(accessKeyId: string): Session | undefined {
    const session = this.#sessions.get(accessKeyId);
    return session && this.#isAlive(session) ? session : undefined;
  }

  #isAlive({ credentials }: Session): boolean {
    return credentials.expiration === undefined || credentials.expiration > this.now();
  }
}
