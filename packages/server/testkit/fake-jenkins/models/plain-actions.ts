import { type Bean, bean, beanOfDeclaredType, defineModel } from '../stapler/model.ts';

const unexported = beanOfDeclaredType(defineModel({ className: null, properties: {} }), null);

/** Actions that export nothing are elements of the list all the same: `{}`. */
export const unexportedActions = (count: number): Bean[] => Array.from({ length: count }, () => unexported);

/** An action that exports only its class. */
export const namedAction = (className: string): Bean => bean(defineModel({ className, properties: {} }), null);
