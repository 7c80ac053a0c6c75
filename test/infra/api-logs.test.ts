import { SynthesisedTemplate, withoutHash } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

const STAGES = ['UploadApiDeploymentStageupload', 'ControlApiDeploymentStageclient', 'ControlImagesStage'];

/** What has to be there before a resource is made, beside what it refers to. */
const dependencies = (id: string, from = template): string[] =>
  [from.get(id).DependsOn ?? []].flat().map(withoutHash);

describe('The account’s role for logs of API Gateway', () => {
  test('is set after an API is there: an account that never had one cannot take it', () => {
    expect(dependencies('ApiLogsAccount').sort()).toEqual(['ControlApi', 'UploadApi']);
  });

  test.each(STAGES)('is set before %s, which could not log without it', (stage) => {
    expect(dependencies(stage)).toContain('ApiLogsAccount');
    expect(dependencies(stage, customised)).not.toContain('ApiLogsAccount');
  });
});

describe.each([
  ['UploadApiDeploymentStageupload', 'UploadApi', 'upload'],
  ['ControlApiDeploymentStageclient', 'ControlApi', 'client'],
  ['ControlImagesStage', 'ControlApi', 'images'],
])('The execution log of %s', (stage, api, name) => {
  /** API Gateway chooses this name, and makes a group without an end to its retention when there is none. */
  const groupName = `API-Gateway-Execution-Logs_<${api}>/${name}`;
  const group = (from: SynthesisedTemplate) => {
    const found = Object.entries(from.ofType('AWS::Logs::LogGroup')).filter(
      ([, { Properties }]) => Properties['LogGroupName'] === groupName,
    );
    expect(found).toHaveLength(1);
    return { id: found[0]?.[0] ?? '', resource: found[0]?.[1] };
  };

  test.each([
    [template, 30],
    [customised, 7],
  ])('is kept for as long as every log, and goes with the stack (%#)', (from, days) => {
    expect(group(from).resource).toMatchObject({
      Properties: { RetentionInDays: days },
      DeletionPolicy: 'Delete',
    });
  });

  test('is there before the stage, which would make its own', () => {
    for (const from of [template, customised]) expect(dependencies(stage, from)).toContain(group(from).id);
  });
});
