import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../core/ports';

/** Credentials of an assumed role, and when they stop working. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** What IAM allows at most when one role assumes another, in seconds ("role chaining"). */
const SESSION_SECONDS = 3600;
/** A session with less left than this is renewed: the default expiry of 30 minutes then always fits into it. */
const RENEW_BELOW_SECONDS = 2700;

/** A session of one role, kept in memory and renewed when it runs low. */
export class StsSession {
  #current: SessionCredentials | undefined;
  #renewal: Promise<SessionCredentials> | undefined;

  constructor(
    private readonly client: STSClient,
    private readonly roleArn: string,
    private readonly clock: Clock,
  ) {}

  /**
   * Credentials with 45 minutes or more to live. When they cannot be renewed, the old ones serve while they live.
   * Callers that arrive during a renewal share it.
   */
  async credentials(): Promise<SessionCredentials> {
    const { secondsLeft } = this;
    if (this.#current && secondsLeft >= RENEW_BELOW_SECONDS) return this.#current;
    this.#renewal ??= this.#assume().finally(() => {
      this.#renewal = undefined;
    });
    try {
      this.#current = await this.#renewal;
    } catch (error) {
      if (!this.#current || secondsLeft <= 0) throw error;
    }
    return this.#current;
  }

  private get secondsLeft(): number {
    return this.#current ? (this.#current.expiration.getTime() - this.clock().getTime()) / 1000 : 0;
  }

  async #assume(): Promise<SessionCredentials> {
    const { Credentials } = await this.client.send(
      new AssumeRoleCommand({
        RoleArn: this.roleArn,
        RoleSessionName: 'sign-uploads',
        DurationSeconds: SESSION_SECONDS,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
      throw new Error('STS answered AssumeRole without complete credentials');
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  }
}
