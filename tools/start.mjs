// npm start [-- flags]: the same as `bottega serve [flags]`.
import { run } from './run.mjs'

await run('program', ['serve', ...process.argv.slice(2)])
