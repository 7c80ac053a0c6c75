// Packages published as ES modules only: jest runs CommonJS here, so swc transforms them too.
const esmOnly = ['@middy', 'uint8array-extras'];

const transform = {
  '^.+\\.[mc]?[tj]s$': [
    '@swc/jest',
    { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

const project = (displayName, options = {}) => ({
  displayName,
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  transform,
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  ...options,
});

/** Suites that speak HTTP: one local service for a whole run, unless BASE_URL names a deployment. */
const localService = {
  globalSetup: '<rootDir>/test/support/service/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/service/global-teardown.ts',
};

/** One project per kind of test; `npm run test:<kind>` selects one. */
module.exports = {
  // Jest leaves one core idle by default, which on a machine of two is half of it.
  maxWorkers: '100%',
  // For what hangs. No test fails for being slow: a first start bundles every function, on as few cores as there are.
  testTimeout: 300_000,
  projects: [
    project('unit'),
    project('local'),
    project('infra', { globalSetup: '<rootDir>/test/infra/support/synthesise.ts' }),
    // Every answer is compared with the OpenAPI document of the service under test.
    project('acceptance', {
      ...localService,
      setupFilesAfterEnv: ['<rootDir>/test/acceptance/client/check-answers.ts'],
    }),
    project('browser', localService),
  ],
};
