import { type Bean, beanOfDeclaredType, defineModel } from '../stapler/model.ts';

const labelModel = defineModel<string>({ className: null, visibility: 3, properties: { name: (label) => label } });

export const labelBean = (label: string): Bean => beanOfDeclaredType(labelModel, label);
