import { type Bean, bean, defineModel } from '../stapler/model.ts';
import type { Parameter } from '../truth/item.ts';

const classNames = {
  string: 'hudson.model.StringParameterValue',
  choice: 'hudson.model.StringParameterValue',
  boolean: 'hudson.model.BooleanParameterValue',
  text: 'hudson.model.TextParameterValue',
  password: 'hudson.model.PasswordParameterValue',
} as const;

const parameterModel = defineModel<Parameter>({
  className: ({ type }) => classNames[type],
  visibility: 4,
  properties: {
    name: ({ name }) => name,
    // A password parameter exports no value at all.
    value: ({ type, value }) => (type === 'password' ? undefined : value),
  },
});

export const parameterBean = (parameter: Parameter): Bean => bean(parameterModel, parameter);
