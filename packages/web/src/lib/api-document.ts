/** One operation of an OpenAPI document, as far as the page of the API shows it. */
export interface DescribedOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** Who may call it, in words. */
  readonly access: string;
  readonly parameters: readonly DescribedField[];
  readonly body: readonly DescribedField[];
  readonly answers: readonly { readonly status: string; readonly description: string }[];
  /** Members of a 2xx answer, those of nested objects with dots between. */
  readonly fields: readonly DescribedField[];
}

export interface DescribedField {
  readonly name: string;
  /** Where it stands; absent for members of a body or an answer. */
  readonly place?: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const mostDepth = 3;
const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** A JSON schema in a few words: `string`, `integer, 1 to 100`, `"a" | "b"`, `list of object`. */
export function typeWords(schema: unknown): string {
  const { anyOf, const: constant, enum: values, items, type } = objectOf(schema);
  if (constant !== undefined) return JSON.stringify(constant);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map(typeWords))].join(' | ');
  if (type === 'array') return items === undefined ? 'list' : `list of ${typeWords(items)}`;
  const { default: preset, maximum, minimum } = objectOf(schema);
  const hasBounds = typeof minimum === 'number' && typeof maximum === 'number' && maximum < 1e9 && minimum > -1e9;
  const bounds = hasBounds ? `, ${minimum} to ${maximum}` : '';
  const otherwise = preset === undefined ? '' : `, ${JSON.stringify(preset)} by default`;
  return `${typeof type === 'string' ? type : 'any'}${bounds}${otherwise}`;
}

/** The object in a schema that may be a list of it, or it and null. */
function insideOf(schema: unknown): { readonly inside: Json; readonly isList: boolean } {
  const { anyOf, items } = objectOf(schema);
  const shown = Array.isArray(anyOf) ? (anyOf.find((part) => objectOf(part).type !== 'null') ?? {}) : schema;
  const list = objectOf(shown).items ?? items;
  return list === undefined ? { inside: objectOf(shown), isList: false } : { inside: objectOf(list), isList: true };
}

function membersOf(schema: unknown, before = '', depth = 0): DescribedField[] {
  const { inside, isList } = insideOf(schema);
  const required = listOf(inside.required);
  const prefix = before === '' ? '' : `${before}${isList ? '[]' : ''}.`;
  return Object.entries(objectOf(inside.properties)).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    const field = {
      name: path,
      type: typeWords(member),
      isRequired: required.includes(name),
      description: textOf(objectOf(member).description),
    };
    return depth + 1 >= mostDepth ? [field] : [field, ...membersOf(member, path, depth + 1)];
  });
}

function accessWords(access: unknown): string {
  if (!isObject(access)) return 'Anybody';
  const { role, scope } = access;
  const token = typeof scope === 'string' ? `tokens with ${scope} or admin` : 'tokens with admin';
  return `Signed-in ${textOf(role)}s and above; ${token}`;
}

function schemaIn(part: unknown): unknown {
  return objectOf(objectOf(objectOf(part).content)['application/json']).schema;
}

function describe(method: string, path: string, operation: Json): DescribedOperation {
  const answers = Object.entries(objectOf(operation.responses));
  const good = answers.find(([status]) => status.startsWith('2'));
  return {
    id: textOf(operation.operationId),
    method: method.toUpperCase(),
    path,
    summary: textOf(operation.summary),
    access: accessWords(operation['x-access']),
    parameters: listOf(operation.parameters)
      .map(objectOf)
      .map((parameter) => ({
        name: textOf(parameter.name),
        place: textOf(parameter.in),
        type: typeWords(parameter.schema),
        isRequired: parameter.required === true,
        description: textOf(parameter.description),
      })),
    body: membersOf(schemaIn(operation.requestBody)),
    answers: answers.map(([status, answer]) => ({ status, description: textOf(objectOf(answer).description) })),
    fields: membersOf(schemaIn(good?.[1])),
  };
}

/** The operations of an OpenAPI document by tag, in the order of the document. Skips what it does not understand. */
export function describeApi(document: unknown): ReadonlyMap<string, readonly DescribedOperation[]> {
  const byTag = new Map<string, DescribedOperation[]>();
  for (const [path, item] of Object.entries(objectOf(objectOf(document).paths))) {
    for (const [method, operation] of Object.entries(objectOf(item))) {
      if (!methods.includes(method) || !isObject(operation)) continue;
      const tag = textOf(listOf(operation.tags)[0]) || 'Other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), describe(method, path, operation)]);
    }
  }
  return byTag;
}
