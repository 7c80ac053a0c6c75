import { ArnPrincipal, Grant, type IRole, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Props of `UploadSigner`. */
export interface UploadSignerProps {
  /** The only role that may become the signer. */
  readonly signedFor: IRole;
}

/**
 * The role whose session signs presigned POSTs. A presigned POST dies with the credentials that signed it; a function
 * cannot see when its own session ends, but it knows when one ends that it has just been given.
 */
export class UploadSigner extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: UploadSignerProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', { assumedBy: new ArnPrincipal(props.signedFor.roleArn) });
    Grant.addToPrincipal({
      grantee: props.signedFor,
      actions: ['sts:AssumeRole'],
      resourceArns: [this.role.roleArn],
    });
  }

  get grantPrincipal(): IRole {
    return this.role;
  }
}
