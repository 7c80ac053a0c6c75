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
