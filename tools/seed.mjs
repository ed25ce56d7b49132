// npm run seed -- --root DIR [--files]: fills the database of a stopped server with images for measurements.
import { run } from './run.mjs'

await run('seed', process.argv.slice(2))
