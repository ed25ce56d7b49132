import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '@bottega/testing'
import { expect, inject, test } from 'vitest'

function run(...args: readonly string[]) {
  return runProgram(inject('dist'), args, { cwd: tmpdir() })
}

test.each([
  [['--help'], 'generate'],
  [['help'], 'generate'],
  [['generate', '--help'], '--clip-skip'],
  [['help', 'generate'], '--clip-skip'],
  [['models', '--help'], 'inspect'],
  [['models', 'inspect', '--help'], '--json'],
  [['help', 'models'], 'inspect'],
  [['models', 'help'], 'inspect'],
  [['help', 'models', 'inspect'], '--json'],
  [['models', 'help', 'inspect'], '--json'],
])('%j helps on standard output, with exit code 0', async (args, word) => {
  const { exitCode, stdout, stderr } = await run(...args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toContain(word)
})

test('help names every command and gives examples', async () => {
  const { stdout } = await run('--help')
  expect(stdout).toMatch(
    /Commands:\n {2}serve .*\n {2}generate .*\n {2}config .*\n {2}backup .*\n {2}restore .*\n {2}doctor .*\n( {2}user\w+ .*\n){4} {2}reset-link .*\n {2}assets .*\n {2}models .*\n/,
  )
  expect(stdout).toContain('bottega generate "')
  expect((await run('generate', '--help')).stdout).toContain('Examples:\n  bottega generate "')
})

test.each(['restore', 'serve', 'doctor', 'backup', 'config'])(
  'the help of %s has no line that is wider than a terminal',
  async (command) => {
    const { stdout } = await run(command, '--help')
    expect(stdout.split('\n').filter((line) => line.length > 100 && !line.startsWith('  '))).toEqual([])
    expect(stdout).toMatch(/\nExit codes: 0/)
  },
)

test('tells its version', async () => {
  expect(await run('--version')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

test.each([[[]], [['models']]])('%j alone is wrong usage, helped on standard error', async (args) => {
  const { exitCode, stdout, stderr } = await run(...args)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toContain('Commands:')
})

test.each([
  [['paint'], "unknown command 'paint'"],
  [['help', 'nope'], "unknown command 'nope'"],
  [['help', 'models', 'nope'], "unknown command 'nope'"],
  [['models', 'inspect', ''], 'file or folder'],
  [['models', 'explode'], "unknown command 'explode'"],
  [['--colour'], "unknown option '--colour'"],
  [['generate'], "missing required argument 'prompt'"],
  [['generate', 'a', 'red', 'apple'], 'too many arguments'],
  [['generate', 'a fox', '--colour', 'red'], "unknown option '--colour'"],
  [['generate', 'a fox', '--seed'], "option '--seed <n>' argument missing"],
])('%j is wrong usage: %s', async (args, message) => {
  const { exitCode, stdout, stderr } = await run(...args)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(/^error: /)
  expect(stderr).toContain(message)
  expect(stderr.includes('in quotes')).toBe(message === 'too many arguments')
})

test.skipIf(process.platform !== 'linux')('a full disk behind standard output is told in a sentence', () => {
  const full = openSync('/dev/full', 'w')
  const program = [join(inject('dist'), 'program.js'), '--help']
  const { status, stderr } = spawnSync(process.execPath, program, { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' })
  closeSync(full)
  expect(status).toBe(1)
  expect(stderr).toMatch(/^error: Standard output .*ENOSPC.*\n$/)
})
