import process from 'node:process'

/*
 * The worker process. Its ground rules come before anything is loaded, so that they hold from the first moment:
 * a terminal's Ctrl-C and a service manager's stop reach the whole process group, but the program alone decides when a worker ends;
 * and a worker whose program is gone leaves.
 */
process.on('SIGTERM', () => {})
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))
if (!process.connected) process.exit(0)

// messages wait until `serve` listens
const { serve } = await import('./serve.ts')
serve()
