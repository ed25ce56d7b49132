#!/usr/bin/env node
// `bottega userdel` under a name of its own.
process.argv.splice(2, 0, 'userdel')
await import('./bottega.mjs')
