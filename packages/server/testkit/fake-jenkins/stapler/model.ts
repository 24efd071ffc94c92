import type { Scope } from '../models/scope.ts';

/** One exported property of a class. `undefined` from `get` leaves the key out. */
export interface Property<T> {
  readonly name: string;
  readonly visibility: number;
  readonly isInline: boolean;
  get(target: T, scope: Scope): unknown;
}

/** What a Java class exports, in the order in which Stapler writes it: the super class first, names sorted within each class. */
export interface Model<T> {
  className(target: T): string | null;
  readonly properties: readonly Property<T>[];
}

type Getter<T> = (target: T, scope: Scope) => unknown;

export interface PropertyOptions<T> {
  readonly get: Getter<T>;
  /** From which level on the property is shown without `tree`: 1 only on top, 2 one level down too, and so on. */
  readonly visibility?: number;
  /** The objects it points to are shown as if they stood on this level. */
  readonly inline?: boolean;
}

export interface ModelDefinition<T> {
  readonly className: string | null | ((target: T) => string | null);
  readonly parent?: Pick<Model<T>, 'properties'>;
  /** Visibility of the properties that do not say otherwise. */
  readonly visibility?: number;
  readonly properties: Readonly<Record<string, Getter<T> | PropertyOptions<T>>>;
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

export function defineModel<T>(definition: ModelDefinition<T>): Model<T> {
  const { className, parent, visibility = 1, properties } = definition;
  const own = Object.entries(properties).map(([name, property]): Property<T> => {
    const options = typeof property === 'function' ? { get: property } : property;
    return { name, visibility: options.visibility ?? visibility, isInline: options.inline ?? false, get: options.get };
  });
  return {
    className: typeof className === 'function' ? className : () => className,
    properties: [...(parent?.properties ?? []), ...own.sort(byName)],
  };
}

/** An object together with what is exported of it. */
export class Bean {
  readonly model: Model<unknown>;
  readonly target: unknown;
  /** False where the declared type already says the class: then `_class` is not written. */
  readonly hasClass: boolean;

  constructor(model: Model<unknown>, target: unknown, hasClass: boolean) {
    this.model = model;
    this.target = target;
    this.hasClass = hasClass;
  }
}

export const bean = <T>(model: Model<T>, target: T): Bean => new Bean(model as Model<unknown>, target, true);

/** A bean of exactly the declared type, which is written without `_class`. */
export const beanOfDeclaredType = <T>(model: Model<T>, target: T): Bean =>
  new Bean(model as Model<unknown>, target, false);

/** A number that Java writes as a double: always with a fraction. */
export class JavaDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Builds of a job: a range past its end is empty instead of an error, and only the builds in the range are read. */
export class RunList {
  readonly numbers: readonly number[];
  readonly beanOf: (number: number) => Bean | null;

  constructor(numbers: readonly number[], beanOf: (number: number) => Bean | null) {
    this.numbers = numbers;
    this.beanOf = beanOf;
  }
}
