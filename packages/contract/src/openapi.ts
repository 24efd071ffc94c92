import { z } from 'zod';
import { errorStatus, problemSchema } from './errors.ts';
import type { Route } from './route.ts';
import { routes } from './routes/index.ts';

type Json = Record<string, unknown>;

const toJsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dropped, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
};

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description, ...json } = toJsonSchema(field as z.ZodType, 'input');
    return {
      name,
      in: place,
      required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
      schema: json,
      ...(description === undefined ? {} : { description }),
    };
  });
}

function answersOf(route: Route): Json {
  const problem = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  const answers: Json = {};
  if (route.answer === 'none') answers['204'] = { description: 'Done' };
  else if (route.answer === 'text')
    answers['200'] = { description: 'Text', content: { 'text/plain': { schema: { type: 'string' } } } };
  else if (route.answer === 'file')
    answers['200'] = { description: 'A file', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } };
  else
    answers[String(route.answer.status)] = {
      description: route.summary,
      content: { 'application/json': { schema: toJsonSchema(route.answer.schema, 'output') } },
    };
  const always =
    route.access === 'public'
      ? (['bad_request', 'rate_limited'] as const)
      : (['bad_request', 'unauthorized', 'forbidden', 'rate_limited'] as const);
  for (const code of [...always, ...route.errors]) answers[String(errorStatus[code])] ??= problem(code);
  return answers;
}

function operationOf(name: string, route: Route): Json {
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    security: route.access === 'public' ? [] : [{ session: [] }, { token: [] }],
    ...(route.access === 'public' ? {} : { 'x-access': route.access }),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toJsonSchema(route.body, 'input') } },
          },
        }),
    responses: answersOf(route),
  };
}

/** The whole API as an OpenAPI 3.1 document, made from the routes themselves. */
export function toOpenApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'BuildButler', version, description: 'Self-hosted CI analytics for Jenkins.' },
    paths,
    components: {
      schemas: { Problem: toJsonSchema(problemSchema, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'bb_session' },
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'bb_live_…' },
      },
    },
  };
}
