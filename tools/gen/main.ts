// What tools/gen.mjs makes from the declarations of the packages and of the program. An entry of the build.
import { writeDefaultWorkflows } from './default-workflows.ts'
import { writeOpenApi } from './openapi.ts'
import { writeOperations } from './operations.ts'
import { writeErrors } from './reference/errors.ts'
import { writeEvents } from './reference/events.ts'
import { writeNodes } from './reference/nodes.ts'
import { writeRoles } from './reference/roles.ts'
import { writeRoutes } from './reference/routes.ts'
import { writeSettings } from './reference/settings.ts'
import { writeQueries } from './store/queries.ts'
import { writeSchema } from './store/schema.ts'

/** The text of each generated file, by its path from the root of the clone. */
export const GENERATED: Readonly<Record<string, () => string | Promise<string>>> = {
  'apps/bottega/src/data/queries.sql': writeQueries,
  'apps/bottega/src/data/schema.sql': writeSchema,
  'apps/bottega/src/services/library/default-workflows.json': writeDefaultWorkflows,
  'docs/reference/errors.md': writeErrors,
  'docs/reference/events.md': writeEvents,
  'docs/reference/nodes.md': writeNodes,
  'docs/reference/openapi.json': writeOpenApi,
  'docs/reference/roles.md': writeRoles,
  'docs/reference/routes.md': writeRoutes,
  'docs/reference/settings.md': writeSettings,
  'packages/client/src/operations.ts': writeOperations,
}
