// npm run golden -- FOLDER: compares the engine with a folder of reference tensors.
import { run } from './run.mjs'

await run('golden', process.argv.slice(2))
