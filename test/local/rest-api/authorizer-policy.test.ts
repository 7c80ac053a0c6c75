import { evaluateAuthorizerOutput } from '../../../local/rest-api/authorizer-policy';

const ARN = 'arn:aws:execute-api:us-east-1:000000000000:api/prod/POST/a/b';

const policy = (...statements: Record<string, unknown>[]) => ({
  principalId: 'anyone',
  policyDocument: {
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Action: 'execute-api:Invoke',
      Effect: 'Allow',
      Resource: ARN,
      ...statement,
    })),
  },
});

const effectOf = (answer: unknown) => {
  const decision = evaluateAuthorizerOutput(answer, ARN);
  return typeof decision === 'string' ? 'invalid' : decision.effect;
};

describe('the policy of an authorizer', () => {
  it.each([
    ['allows its method', policy({}), 'allow'],
    [
      'allows by wildcards',
      policy({ Resource: 'arn:aws:execute-api:*:*:api/*/POST/*', Action: '*' }),
      'allow',
    ],
    [
      'allows by one of several',
      policy({ Resource: ['arn:aws:x', ARN], Action: ['execute-api:*'] }),
      'allow',
    ],
    ['denies another method', policy({ Resource: ARN.replace('POST', 'PUT') }), 'deny'],
    ['denies another action', policy({ Action: 'execute-api:ManageConnections' }), 'deny'],
    ['lets a deny win', policy({}, { Effect: 'Deny', Resource: '*' }), 'explicit-deny'],
    ['denies without a statement', policy(), 'deny'],
  ])('%s', (_, answer, effect) => {
    expect(effectOf(answer)).toBe(effect);
  });

  it.each([
    ['nothing', undefined],
    ['no principal', { policyDocument: policy({}).policyDocument }],
    ['no policy', { principalId: 'a' }],
    ['an unknown effect', policy({ Effect: 'Maybe' })],
    ['an object in the context', { ...policy({}), context: { a: { b: 1 } } }],
    ['a null in the context', { ...policy({}), context: { a: null } }],
    ['a condition', policy({ Condition: { StringEquals: {} } })],
  ])('is invalid with %s', (_, answer) => {
    expect(effectOf(answer)).toBe('invalid');
  });

  it('gives the context as strings', () => {
    const decision = evaluateAuthorizerOutput(
      { ...policy({}), context: { text: 'a', number: 200, flag: true } },
      ARN,
    );

    expect(decision).toMatchObject({
      context: { text: 'a', number: '200', flag: 'true', principalId: 'anyone' },
    });
  });
});
