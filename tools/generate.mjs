// npm run generate -- "prompt": the same as `bottega generate "prompt"`.
import { run } from './run.mjs'

await run('program', ['generate', ...process.argv.slice(2)])
