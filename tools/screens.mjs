// npm run screens [-- SCENE … --out DIR]: pictures of every page of a real server, wide and on a phone, light and dark.
import { run } from './run.mjs'

await run('screens', process.argv.slice(2))
