#!/usr/bin/env node
// `bottega userlist` under a name of its own.
process.argv.splice(2, 0, 'userlist')
await import('./bottega.mjs')
