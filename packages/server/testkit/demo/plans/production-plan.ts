import type { ControllerPlan } from '../job-profile.ts';
import { productionAgents } from './production-agents.ts';
import { productionPipelines } from './production-pipelines.ts';
import { productionProjects } from './production-projects.ts';
import { productionRepositories } from './production-repositories.ts';

/** The controller that ships the shop. */
export const productionPlan: ControllerPlan = {
  name: 'Production',
  organizations: ['lumen-oss'],
  runningAtOnce: 7,
  agents: productionAgents,
  jobs: [...productionRepositories, ...productionPipelines, ...productionProjects],
};
