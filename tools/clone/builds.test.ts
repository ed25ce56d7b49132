import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearOldBuilds, markUsed } from './builds.mjs'

let dist: string
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'bottega-builds-'))
})
afterEach(() => rmSync(dist, { recursive: true }))

const deadPid = spawnSync(process.execPath, ['--version']).pid

function makeBuild(name: string, { usedBy, isOld = true }: { usedBy?: number; isOld?: boolean } = {}): string {
  const path = join(dist, name)
  mkdirSync(join(path, 'used-by'), { recursive: true })
  if (usedBy !== undefined) writeFileSync(join(path, 'used-by', String(usedBy)), '')
  const then = new Date(Date.now() - (isOld ? 61_000 : 0))
  utimesSync(path, then, then)
  return name
}

test('clears old builds that nobody uses, and what broken builds left', () => {
  makeBuild('aaaaaaaaaaaaaaaa')
  makeBuild('bbbbbbbbbbbbbbbb', { usedBy: deadPid })
  makeBuild(`.cccccccccccccccc-${deadPid}`)
  const current = makeBuild('0000000000000000')
  clearOldBuilds(dist, current)
  expect(readdirSync(dist)).toEqual([current])
})

test('spares builds in use, young builds, unfinished ones, and everything else', () => {
  const spared = [
    makeBuild('aaaaaaaaaaaaaaaa', { usedBy: process.pid }),
    makeBuild('bbbbbbbbbbbbbbbb', { isOld: false }),
    makeBuild(`.cccccccccccccccc-${process.pid}`),
    makeBuild('mine'),
  ]
  clearOldBuilds(dist, makeBuild('0000000000000000'))
  expect(readdirSync(dist)).toEqual(expect.arrayContaining(spared))
})

test('a process that runs a build is noted', () => {
  const build = join(dist, makeBuild('aaaaaaaaaaaaaaaa'))
  markUsed(build)
  expect(existsSync(join(build, 'used-by', String(process.pid)))).toBe(true)
})
