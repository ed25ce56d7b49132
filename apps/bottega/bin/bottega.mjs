#!/usr/bin/env node
// The `bottega` command of a clone: prepares the clone, then runs the program with the given arguments.
import { run } from '../../../tools/run.mjs'

// npm sets it for its scripts, which run in the clone's root. This command runs in the caller's folder; a value here is that
// of some outer script, and relative paths would be read from the wrong folder.
delete process.env.INIT_CWD

await run('program', process.argv.slice(2))
