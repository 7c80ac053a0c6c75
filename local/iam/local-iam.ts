import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { LOCAL_ACCOUNT_ID } from '../template/pseudo-parameters';
import type { Template } from '../template/template';
import { isPermitted } from './evaluate';
import type { ConditionContext, Credentials, Iam } from './iam';
import { type Role, readRoles } from './roles';
import { SessionStore } from './session-store';
import { trusts } from './trust';

const ADMIN_ARN = `arn:aws:iam::${LOCAL_ACCOUNT_ID}:root`;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Temporary access keys begin with ASIA and have 20 characters. */
const newAccessKeyId = () => `ASIA${[...randomBytes(16)].map((byte) => BASE32[byte % 32]).join('')}`;

/** The account's roles and credentials; every check of a permission on this machine ends here. */
export class LocalIam implements Iam {
  /** May do everything: for the service's own set-up and for the token command. */
  readonly admin: Credentials;
  readonly #roles: Map<string, Role>;
  readonly #sessions: SessionStore;
  readonly #now: () => Date;

  /**
   * Reads the template's roles; sessions are kept in `dataDir`.
   * @throws TemplateError for a policy that cannot be evaluated here.
   */
  constructor(template: Template, dataDir: string, now: () => Date = () => new Date()) {
    this.#now = now;
    this.#roles = readRoles(template);
    this.#sessions = new SessionStore(join(dataDir, 'iam', 'sessions.jsonl'), now);
    this.admin = this.#newSession(ADMIN_ARN);
  }

  credentialsOf(accessKeyId: string): Credentials | undefined {
    return this.#sessions.find(accessKeyId)?.credentials;
  }

  /** The role behind an access key; undefined when it is unknown, past its end or the template lost the role. */
  roleArnOf(accessKeyId: string): string | undefined {
    return this.#sessions.find(accessKeyId)?.roleArn;
  }

  issue(roleArn: string, durationSeconds?: number): Credentials {
    if (!this.#roles.has(roleArn)) throw new Error(`There is no role ${roleArn} in the template`);
    return this.#newSession(roleArn, durationSeconds);
  }

  isAllowed(accessKeyId: string, action: string, resource: string, context: ConditionContext = {}): boolean {
    const roleArn = this.roleArnOf(accessKeyId);
    if (roleArn === ADMIN_ARN) return true;
    const role = roleArn === undefined ? undefined : this.#roles.get(roleArn);
    return role !== undefined && isPermitted(role.statements, { action, resource, context });
  }

  /** True when the role's trust policy lets the caller assume it; false for a role that does not exist. */
  isTrusted(accessKeyId: string, roleArn: string): boolean {
    const callerArn = this.roleArnOf(accessKeyId);
    const role = this.#roles.get(roleArn);
    return callerArn !== undefined && role !== undefined && trusts(role.trust, callerArn);
  }

  #newSession(roleArn: string, durationSeconds?: number): Credentials {
    const credentials: Credentials = {
      accessKeyId: newAccessKeyId(),
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
      ...(durationSeconds === undefined
        ? {}
        : { expiration: new Date(this.#now().getTime() + durationSeconds * 1000) }),
    };
    this.#sessions.add({ credentials, roleArn });
    return credentials;
  }
}
