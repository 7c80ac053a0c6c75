import { loadConfig } from '../../lib/config';

const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/0f5c';

/** The lines of the error that these settings cause. */
const problemsOf = (context: Record<string, unknown>): string[] => {
  try {
    loadConfig(context);
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
  throw new Error('these settings are fine');
};

describe('Settings', () => {
  test('are complete without any context', () => {
    expect(loadConfig({})).toEqual({
      stackName: 'DirectUpload',
      allowedOrigins: ['*'],
      maxUploadBytes: 26_214_400,
      defaultExpirySeconds: 1_800,
      controlThrottle: { ratePerSecond: 200, burst: 400 },
      uploadThrottle: { ratePerSecond: 200, burst: 400 },
      fetchExemptHosts: [],
      webhookExemptHosts: [],
      uploaderSeesMeta: true,
      imagesAllowed: 100_000,
      domains: {},
      delivery: { edgeTtlSeconds: 300, priceClass: 'all' },
      removalPolicy: 'retain',
      logRetentionDays: 30,
      logLevel: 'INFO',
      ingestConcurrency: 10,
      webhookConcurrency: 10,
      apiGatewayLogRole: 'create',
      nativeBundling: true,
    });
  });

  test('come from an object in cdk.json, and keep the defaults of what it leaves out', () => {
    const config = loadConfig({ directUpload: { controlThrottle: { burst: 9 }, removalPolicy: 'destroy' } });

    expect(config).toMatchObject({
      controlThrottle: { ratePerSecond: 200, burst: 9 },
      removalPolicy: 'destroy',
      maxUploadBytes: 26_214_400,
    });
  });

  test('come from the command line one by one, as text, over those of cdk.json', () => {
    const config = loadConfig({
      directUpload: {
        maxUploadBytes: 1,
        uploadThrottle: { ratePerSecond: 1, burst: 1 },
        alarmEmail: 'a@example.com',
      },
      'directUpload.maxUploadBytes': '5000000',
      'directUpload.uploadThrottle.burst': '7',
      'directUpload.domains.control.name': 'api.example.com',
      'directUpload.domains.control.certificateArn': CERTIFICATE,
      'directUpload.delivery.priceClass': '100',
    });

    expect(config).toMatchObject({
      maxUploadBytes: 5_000_000,
      uploadThrottle: { ratePerSecond: 1, burst: 7 },
      alarmEmail: 'a@example.com',
      domains: { control: { name: 'api.example.com', certificateArn: CERTIFICATE } },
      delivery: { priceClass: 100 },
    });
  });

  test('may be one JSON text on the command line', () => {
    const config = loadConfig({ directUpload: '{"ingestConcurrency": 3}' });

    expect(config.ingestConcurrency).toBe(3);
  });

  test.each([
    ['https://a.example,https://b.example:8443', ['https://a.example', 'https://b.example:8443']],
    ['["https://a.example"]', ['https://a.example']],
    ['*', ['*']],
    [
      ['http://127.0.0.1:3000', 'http://[::1]:3000'],
      ['http://127.0.0.1:3000', 'http://[::1]:3000'],
    ],
    ['capacitor://localhost', ['capacitor://localhost']],
  ])('allowed origins may be given as %j', (given, origins) => {
    expect(loadConfig({ 'directUpload.allowedOrigins': given }).allowedOrigins).toEqual(origins);
  });

  test('leave context of others alone', () => {
    expect(() =>
      loadConfig({ 'aws:cdk:toolkit': 1, directUploadOther: 2, '@aws-cdk/core:x': true }),
    ).not.toThrow();
  });

  test.each([
    [{ nativeBundling: false }, false],
    [{ nativeBundling: 'false' }, false],
    [{ 'directUpload.nativeBundling': 'false' }, false],
    [{}, true],
  ])('native bundling is %j → %s', (context, expected) => {
    expect(loadConfig(context).nativeBundling).toBe(expected);
  });
});

describe('Wrong settings', () => {
  test.each([
    ['stackName', 'my stack', /letters, digits and hyphens/],
    ['allowedOrigins', [], /"\*" alone, or origins/],
    ['allowedOrigins', ['*', 'https://a.example'], /"\*" alone, or origins/],
    ['allowedOrigins', ['https://a.example/'], /without a path/],
    ['allowedOrigins', ["https://a.example'"], /origins/],
    ['allowedOrigins', ['null'], /origins/],
    ['allowedOrigins', ['https://a.example:443'], /origins/],
    ['allowedOrigins', ['https://A.example'], /origins/],
    ['allowedOrigins', ['app://x$!{y}'], /origins/],
    ['allowedOrigins', ['javascript:alert(1)'], /origins/],
    ['allowedOrigins', ['https://*.example'], /origins/],
    ['allowedOrigins', 7, /origins/],
    ['maxUploadBytes', 0, /bytes, 1 to 104857600/],
    ['maxUploadBytes', 104_857_601, /bytes, 1 to 104857600/],
    ['maxUploadBytes', '25MB', /bytes/],
    ['maxUploadBytes', 1.5, /bytes/],
    ['defaultExpirySeconds', 119, /seconds, 120 to 21600/],
    ['defaultExpirySeconds', 21_601, /seconds, 120 to 21600/],
    ['controlThrottle.ratePerSecond', 0, /requests a second/],
    ['uploadThrottle.burst', 5_001, /requests at once/],
    ['controlThrottle', 5, /a JSON object/],
    ['rateLimit.requests', 0, /requests in a window/],
    ['rateLimit.windowSeconds', 86_401, /seconds, 1 to 86400/],
    ['fetchExemptHosts', 'origin:443', /JSON list of pairs/],
    ['fetchExemptHosts', ['https://origin:443'], /JSON list of pairs/],
    ['fetchExemptHosts', ['origin'], /JSON list of pairs/],
    ['fetchExemptHosts', ['Origin:443'], /JSON list of pairs/],
    ['fetchExemptHosts', ['*:443'], /JSON list of pairs/],
    ['webhookExemptHosts', ['http://hooks:80'], /JSON list of pairs/],
    ['domains.control.name', 'https://api.example.com', /host name such as/],
    ['domains.upload.certificateArn', 'arn:aws:iam::1:x', /certificate in the stack's region/],
    ['domains.delivery.certificateArn', CERTIFICATE, /certificate in us-east-1, where CloudFront looks/],
    ['delivery.edgeTtlSeconds', 0, /seconds, 1 to 86400/],
    ['delivery.priceClass', 300, /"all", 200 or 100/],
    ['delivery.reservedConcurrency', 0, /number of functions/],
    ['delivery.originShieldRegion', 'Frankfurt', /region such as/],
    ['removalPolicy', 'snapshot', /"retain" or "destroy"/],
    ['alarmEmail', 'oncall', /an e-mail address/],
    ['logRetentionDays', 31, /one of 1, 3, 5, 7,/],
    ['logLevel', 'TRACE', /DEBUG, INFO, WARN or ERROR/],
    ['ingestConcurrency', 1, /functions, 2 to 1000/],
    ['webhookConcurrency', 1001, /functions, 2 to 1000/],
    ['apiGatewayLogRole', 'none', /"create" or "existing"/],
    ['nativeBundling', 'perhaps', /true or false/],
  ])('%s = %j is refused with the key, the value and the fix', (key, value, fix) => {
    const problems = problemsOf({ [`directUpload.${key}`]: value });

    const [problem] = problems.filter((line) =>
      line.includes(`directUpload.${key} is ${JSON.stringify(value)}`),
    );
    expect(problem).toMatch(fix);
  });

  test('are host names that are given twice: CloudFormation would fail at the second', () => {
    const same = { name: 'img.example.com', certificateArn: CERTIFICATE };
    const other = { ...same, name: 'up.example.com' };
    const delivery = { ...same, certificateArn: CERTIFICATE.replace(/eu-\w+-\d/, 'us-east-1') };

    expect(problemsOf({ directUpload: { domains: { control: same, upload: other, delivery } } })).toEqual([
      '  directUpload.domains.delivery.name is "img.example.com": give a name that domains.control does not have',
    ]);
    expect(problemsOf({ directUpload: { domains: { control: same, upload: same } } })).toEqual([
      '  directUpload.domains.upload.name is "img.example.com": give a name that domains.control does not have',
    ]);
  });

  test('are all named at once', () => {
    const problems = problemsOf({
      directUpload: { maxUploadBytes: -1, alarmEmail: '', domains: { control: { name: 'api.example.com' } } },
      'directUpload.logLevel': 'LOUD',
    });

    expect(problems.map((line) => line.trim().split(' is ')[0]).sort()).toEqual([
      'directUpload.alarmEmail',
      'directUpload.domains.control.certificateArn',
      'directUpload.logLevel',
      'directUpload.maxUploadBytes',
    ]);
  });

  test.each([
    [{ directUpload: { alarmMail: 'a@example.com' } }, 'directUpload.alarmMail is "a@example.com"'],
    [{ 'directUpload.controlThrottle.rate': '5' }, 'directUpload.controlThrottle.rate is 5'],
    [{ 'directUpload.domains.www.name': 'x.example' }, 'directUpload.domains.www is {"name":"x.example"}'],
  ])('that do not exist are refused: %j', (context, start) => {
    expect(problemsOf(context)).toContainEqual(expect.stringMatching(/there is no such setting/));
    expect(problemsOf(context).join('\n')).toContain(start);
  });

  test('in the wrong shape altogether say what shape', () => {
    expect(problemsOf({ directUpload: 'retain' })).toEqual([
      '  directUpload is "retain": give a JSON object',
    ]);
  });
});
