import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { TemplateDocument } from './template/template-document';

/** A synthesised cloud assembly: the template and where its assets are. */
export interface Assembly {
  readonly template: TemplateDocument;
  /** The folder of an asset, by its `Code.S3Key`. @throws Error when the assembly has none. */
  assetFolder(s3Key: string): string;
}

const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.object({ templateFile: z.string().optional(), file: z.string().optional() }).optional(),
    }),
  ),
});

const assetManifest = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string(), packaging: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

/**
 * Reads an assembly with one stack from its folder.
 * @throws Error when it is not one.
 */
export const readAssembly = (folder: string): Assembly => {
  const artifacts = Object.values(manifest.parse(readJson(folder, 'manifest.json')).artifacts);
  const fileOf = (type: string, file: 'templateFile' | 'file'): string => {
    const found = artifacts
      .filter((artifact) => artifact.type === type)
      .map(({ properties }) => properties?.[file]);
    if (found.length !== 1 || found[0] === undefined)
      throw new Error(`${folder} has ${found.length} artifacts of ${type}, not one`);
    return found[0];
  };
  const template = readJson(folder, fileOf('aws:cloudformation:stack', 'templateFile')) as TemplateDocument;
  const { files } = assetManifest.parse(readJson(folder, fileOf('cdk:asset-manifest', 'file')));
  const folders = new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }) => [objectKey, join(folder, source.path)]),
    ),
  );
  return {
    template,
    assetFolder: (s3Key) => {
      const found = folders.get(s3Key);
      if (!found) throw new Error(`The assembly has no asset ${s3Key}`);
      return found;
    },
  };
};
