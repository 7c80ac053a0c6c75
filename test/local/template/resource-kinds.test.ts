import { assertKnownKinds } from '../../../local/template/resource-kinds';
import { Template } from '../../../local/template/template';

const check = (...types: string[]) => {
  const Resources = Object.fromEntries(types.map((Type, index) => [`Resource${index}`, { Type }]));
  const origins = { control: 'http://c', upload: 'http://u', delivery: 'http://d' };
  assertKnownKinds(new Template({ Resources }, origins));
};

test('kinds that run and kinds that are left out knowingly pass', () => {
  expect(() => check('AWS::Lambda::Function', 'AWS::CloudWatch::Alarm')).not.toThrow();
});

test('a kind that nobody decided about stops the start, by name', () => {
  expect(() =>
    check('AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine', 'AWS::WAFv2::WebACL'),
  ).toThrow(
    'neither runs nor knowingly leaves out AWS::StepFunctions::StateMachine (Resource1); AWS::WAFv2::WebACL (Resource2)',
  );
});
