import type { Command, Option } from 'commander'

/**
 * The arguments with flags such as `--clip_skip` written `--clip-skip`, as the command knows them. Values of flags, and what
 * stands behind `--`, stay letter for letter.
 */
export function acceptUnderscores(args: readonly string[], command: Command): string[] {
  const accepted: string[] = []
  let isPastFlags = false
  let isValue = false
  for (const arg of args) {
    isPastFlags ||= arg === '--' && !isValue
    const [flag = '', ...value] = arg.split('=')
    const name = flag.replaceAll('_', '-')
    const option: Option | undefined = isPastFlags || isValue ? undefined : command.options.find(({ long }) => long === name)
    accepted.push(option === undefined ? arg : [name, ...value].join('='))
    isValue = option?.required === true && value.length === 0
  }
  return accepted
}
