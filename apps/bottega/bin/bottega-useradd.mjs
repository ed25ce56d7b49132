#!/usr/bin/env node
// `bottega useradd` under a name of its own.
process.argv.splice(2, 0, 'useradd')
await import('./bottega.mjs')
