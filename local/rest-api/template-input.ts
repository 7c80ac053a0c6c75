import { jsonPath } from './json-path';

/** Request parameters by place and name, all values as strings. */
export interface TemplateParams {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

/**
 * `$input` of a mapping template (API Gateway developer guide, "Mapping template reference"). Deliberately no class with
 * fields a template could write: what it exposes are the documented members.
 */
export const templateInput = (body: string, params: TemplateParams) => {
  let parsed: { readonly document: unknown } | undefined;
  // Parsed once and only when asked for: a body may be megabytes that are no JSON.
  const document = (): unknown => {
    parsed ??= { document: body.trim() === '' ? {} : JSON.parse(body) };
    return parsed.document;
  };
  return {
    body: body === '' ? '{}' : body,
    json: (path: string): string => JSON.stringify(jsonPath(document(), path)) ?? '',
    path: (path: string): unknown => jsonPath(document(), path),
    params: (name?: string): unknown => {
      if (name === undefined) return params;
      for (const place of [params.path, params.querystring, params.header])
        if (Object.hasOwn(place, name)) return place[name];
      return '';
    },
  };
};
