// npm run bench: measures speed and memory, and writes the report.
import { run } from './run.mjs'

await run('bench', process.argv.slice(2))
