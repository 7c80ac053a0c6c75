import { randomUUID } from 'node:crypto';
import type { ServiceError } from '../aws-api/service-error';
import { LOCAL_ACCOUNT_ID } from '../template/pseudo-parameters';
import { escapeXml } from '../xml/escape-xml';
import type { AssumedRole } from './assume-role';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The answer of AssumeRole in the query protocol. */
export const assumeRoleXml = ({ credentials, roleArn, sessionName }: AssumedRole): string => {
  const roleName = roleArn.split(':role/').at(-1) ?? roleArn;
  const sessionArn = `arn:aws:sts::${LOCAL_ACCOUNT_ID}:assumed-role/${roleName}/${sessionName}`;
  return `<AssumeRoleResponse xmlns="${NAMESPACE}">
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>${escapeXml(`AROALOCAL:${sessionName}`)}</AssumedRoleId>
      <Arn>${escapeXml(sessionArn)}</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>${escapeXml(credentials.accessKeyId)}</AccessKeyId>
      <SecretAccessKey>${escapeXml(credentials.secretAccessKey)}</SecretAccessKey>
      <SessionToken>${escapeXml(credentials.sessionToken ?? '')}</SessionToken>
      <Expiration>${credentials.expiration?.toISOString() ?? ''}</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>
</AssumeRoleResponse>`;
};

/** A refusal in the query protocol. */
export const stsErrorXml = ({ code, message }: ServiceError): string => `<ErrorResponse xmlns="${NAMESPACE}">
  <Error><Type>Sender</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>
  <RequestId>${randomUUID()}</RequestId>
</ErrorResponse>`;
