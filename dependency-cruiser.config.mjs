/**
 * The borders between the folders of the house. Each folder of the server names what it may import;
 * everything else is an error. ARCHITECTURE.md shows the same table. The web's borders are lint rules in biome.json,
 * because the swc parser of dependency-cruiser does not read JSX.
 */
const serverBorders = {
  core: [],
  config: ['core'],
  secrets: ['core'],
  outbound: ['core'],
  jenkins: ['core', 'outbound'],
  storage: ['core'],
  sync: ['core', 'jenkins', 'storage'],
  insights: ['core', 'storage'],
  operations: ['core', 'jenkins', 'storage', 'secrets'],
  api: ['core', 'operations', 'insights'],
  cli: ['core', 'config', 'operations', 'insights'],
};

const src = 'packages/server/src';
const contractReaders = ['api', 'cli', 'insights', 'operations'];

const folderRules = Object.entries(serverBorders).map(([folder, allowed]) => ({
  name: `border-${folder}`,
  comment: `src/${folder} may import only: ${[folder, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^${src}/${folder}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^${src}/`, pathNot: [folder, ...allowed].map((name) => `^${src}/${name}/`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...folderRules,
    {
      name: 'contract-readers',
      comment: 'wire types stay out of the core, the collector and the store',
      severity: 'error',
      from: {
        path: `^${src}/`,
        pathNot: [...contractReaders.map((name) => `^${src}/${name}/`), `^${src}/[^/]+\\.ts$`, '\\.test\\.ts$'],
      },
      to: { path: '^packages/contract/' },
    },
    {
      name: 'http-door',
      comment: 'HTTP clients live in src/outbound alone',
      severity: 'error',
      from: { path: '^packages/', pathNot: [`^${src}/outbound/`, '/testkit/', '/tests/', '\\.test\\.ts$'] },
      to: { path: '^(undici|(node:)?https?)$|node_modules/undici/' },
    },
    {
      name: 'sql-door',
      comment: 'SQL lives in storage; insights read through it',
      severity: 'error',
      from: { path: `^${src}/`, pathNot: [`^${src}/(storage|insights)/`] },
      to: { path: '^(node:)?sqlite$|node_modules/(kysely|pg)/' },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { path: `^${src}/`, pathNot: ['\\.test\\.ts$', `^${src}/cli/demo`] },
      to: { path: '^packages/\\w+/(testkit|tests)/' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^packages/contract/' },
      to: { path: '^packages/(server|web)/' },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css', '.json'],
    },
  },
};
