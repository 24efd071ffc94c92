import { type Bean, bean, defineModel } from '../stapler/model.ts';

const whoAmIModel = defineModel<null>({
  className: 'hudson.security.WhoAmI',
  properties: {
    anonymous: (_nobody, { viewer }) => viewer.isAnonymous,
    // True for nobody as well.
    authenticated: () => true,
    authorities: (_nobody, { viewer }) => [viewer.isAnonymous ? 'anonymous' : 'authenticated'],
    name: (_nobody, { viewer }) => viewer.name,
  },
});

export const whoAmIBean: Bean = bean(whoAmIModel, null);
