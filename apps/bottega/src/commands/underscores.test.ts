import { Command } from 'commander'
import { expect, test } from 'vitest'
import { acceptUnderscores } from './underscores.ts'

const command = new Command('generate').option('--clip-skip <n>').option('--negative <text>').option('--dry-run')

test.each([
  [
    ['--clip_skip', '1'],
    ['--clip-skip', '1'],
  ],
  [['--clip_skip=1'], ['--clip-skip=1']],
  [['--negative=a_b=c_d'], ['--negative=a_b=c_d']],
  [
    ['a_b', '--dry_run', '--clip_skip', '1'],
    ['a_b', '--dry-run', '--clip-skip', '1'],
  ],
])('reads %j as %j', (args, accepted) => {
  expect(acceptUnderscores(args, command)).toEqual(accepted)
})

test.each([[['--negative', '--clip_skip']], [['--', '--clip_skip']], [['--un_known']], [['--negative', '--', 'x']]])(
  'leaves %j alone',
  (args) => {
    expect(acceptUnderscores(args, command)).toEqual(args)
  },
)

test('goes on with flags after a value that looks like the end of flags', () => {
  expect(acceptUnderscores(['--negative', '--', '--clip_skip', '1'], command)).toEqual(['--negative', '--', '--clip-skip', '1'])
})
