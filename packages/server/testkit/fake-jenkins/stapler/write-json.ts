import type { Scope } from '../models/scope.ts';
import { Bean, JavaDouble, RunList } from './model.ts';
import type { Pruner, Selection } from './pruner.ts';
import { cutList } from './range.ts';

const special = /["\\]|\p{Cc}/gu;

function escapeChar(char: string): string {
  if (char === '"' || char === '\\') return `\\${char}`;
  return char < ' ' ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char;
}

function writeDouble(value: number): string {
  if (value === 0) return '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : `${value}`;
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/** Writes beans as Stapler's JSON does: same order, same escapes, `_class` first. */
class JsonWriter {
  readonly #scope: Scope;
  readonly #parts: string[] = [];

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  text(): string {
    return this.#parts.join('');
  }

  bean(value: Bean, pruner: Pruner): void {
    const className = value.hasClass ? value.model.className(value.target) : null;
    let separator = '{';
    if (className !== null) {
      this.#parts.push('{"_class":"', className, '"');
      separator = ',';
    }
    for (const property of value.model.properties) {
      const selection = pruner.select(property);
      if (selection === null) continue;
      const content = property.get(value.target, this.#scope);
      if (content === undefined) continue;
      this.#parts.push(separator, '"', property.name, '":');
      this.#value(content, selection);
      separator = ',';
    }
    this.#parts.push(separator === '{' ? '{}' : '}');
  }

  #value(value: unknown, selection: Selection): void {
    if (typeof value === 'string') this.#parts.push('"', value.replace(special, escapeChar), '"');
    else if (value instanceof Bean) this.bean(value, selection.pruner);
    else if (value instanceof JavaDouble) this.#parts.push(writeDouble(value.value));
    else if (value instanceof RunList) this.#runs(value, selection);
    else if (Array.isArray(value)) this.#list(cutList(value, selection.range), selection);
    else if (value instanceof Map) this.#map(value, selection);
    else this.#parts.push(String(value));
  }

  #runs(runs: RunList, selection: Selection): void {
    const { range } = selection;
    const numbers = range === null ? runs.numbers : runs.numbers.slice(range.from, range.to);
    const beans = numbers.map(runs.beanOf).filter((run) => run !== null);
    this.#list(beans, selection);
  }

  #list(list: readonly unknown[], selection: Selection): void {
    this.#parts.push('[');
    list.forEach((element, index) => {
      if (index > 0) this.#parts.push(',');
      this.#value(element, selection);
    });
    this.#parts.push(']');
  }

  #map(map: ReadonlyMap<unknown, unknown>, selection: Selection): void {
    let separator = '{';
    for (const [key, value] of map) {
      this.#parts.push(separator);
      this.#value(String(key), selection);
      this.#parts.push(':');
      this.#value(value, selection);
      separator = ',';
    }
    this.#parts.push(separator === '{' ? '{}' : '}');
  }
}

/** The JSON of a bean, as far as the pruner lets it through. */
export function writeJson(value: Bean, { pruner, scope }: { pruner: Pruner; scope: Scope }): string {
  const writer = new JsonWriter(scope);
  writer.bean(value, pruner);
  return writer.text();
}
