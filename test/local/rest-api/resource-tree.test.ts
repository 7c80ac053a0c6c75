import { findResource, type ResourceNode } from '../../../local/rest-api/resource-tree';

const node = (part: string, path: string, children: ResourceNode<string>[] = []): ResourceNode<string> => ({
  resourceId: path,
  part,
  path,
  children,
  methods: new Map(),
});

const root = node('', '/', [
  node('{proxy+}', '/{proxy+}'),
  node('{a}', '/{a}', [node('b', '/{a}/b'), node('{c}', '/{a}/{c}')]),
  node('fixed', '/fixed', [node('{d}', '/fixed/{d}')]),
]);

const find = (path: string) => {
  const found = findResource(root, path);
  return found && [found.node.path, found.pathParameters];
};

describe('resources of a REST API', () => {
  it.each([
    ['/', '/', {}],
    ['/fixed', '/fixed', {}],
    ['/fixed/1', '/fixed/{d}', { d: '1' }],
    ['/x', '/{a}', { a: 'x' }],
    ['/x/b', '/{a}/b', { a: 'x' }],
    ['/x/y', '/{a}/{c}', { a: 'x', c: 'y' }],
    ['/x/y/', '/{a}/{c}', { a: 'x', c: 'y' }],
    ['/x/y/z', '/{proxy+}', { proxy: 'x/y/z' }],
    ['/x%2Fy/..', '/{a}/{c}', { a: 'x%2Fy', c: '..' }],
  ])('%s is %s', (path, resource, parameters) => {
    expect(find(path)).toEqual([resource, parameters]);
  });

  it('has no variable for an empty segment', () => {
    expect(find('//y')).toBeUndefined();
  });
});
