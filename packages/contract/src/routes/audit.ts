import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { auditEntrySchema, auditQuerySchema } from '../schemas/access.ts';
import { pageMetaSchema, pageQuerySchema } from '../schemas/common.ts';

const tag = 'Access';
const admin = { role: 'admin', scope: null } as const;

export const listAudit = defineRoute({
  method: 'GET',
  path: '/api/v1/audit',
  summary: 'The audit log, newest first; lines are kept for 400 days',
  tag,
  access: admin,
  query: auditQuerySchema.extend(pageQuerySchema.shape),
  answer: { status: 200, schema: z.object({ data: z.array(auditEntrySchema), meta: pageMetaSchema }) },
  errors: [],
});

export const exportAudit = defineRoute({
  method: 'GET',
  path: '/api/v1/audit/export',
  summary: 'The audit log as CSV, newest first',
  tag,
  access: admin,
  query: auditQuerySchema,
  answer: 'file',
  errors: [],
});
