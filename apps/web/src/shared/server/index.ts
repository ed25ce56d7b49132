export { describeFailure } from './failures.ts'
export { useHearing } from './live.ts'
export { createServer, type Server, ServerProvider, useReconnect, useServer, useServerEvent } from './server.tsx'
export { whenQuiet } from './when-quiet.ts'
