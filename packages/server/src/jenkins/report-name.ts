import { asArray, asInteger, asObject, asText, type JsonObject, member } from './read-json.ts';

/** The last segment of the address of a build's test report; null when it has none, or an empty one. */
export function reportNameIn(build: JsonObject): string | null {
  for (const value of asArray(member(build, 'actions'))) {
    const action = asObject(value) ?? {};
    const name = asText(member(action, 'urlName'), 100);
    if (name !== null && /^[\w-]+$/.test(name) && (asInteger(member(action, 'totalCount')) ?? 0) > 0) return name;
  }
  return null;
}
