/**
 * Runs the CDK app in this process and writes its assembly. The app and the CDK are loaded only here: a start
 * without changes needs neither.
 * @throws Error that lists wrong settings, or what the bundler says.
 */
export const synthesiseApp = async (context: Record<string, unknown>, outdir: string): Promise<void> => {
  const { buildApp } = await import('../lib/app');
  buildApp({ context, outdir }).synth();
};
