#!/usr/bin/env node
// `bottega usermod` under a name of its own.
process.argv.splice(2, 0, 'usermod')
await import('./bottega.mjs')
