import { SYSTEM_USER_ID } from '@bottega/contracts'
import { type Command, InvalidArgumentError } from 'commander'
import { ACCOUNT_NOTES, findReceiver, withRoot } from '../account-options.ts'
import { countWords } from '../count-words.ts'
import { addRootOption } from '../root-option.ts'
import { describeContent } from './describe-content.ts'

const EXAMPLES = `
Examples:
  bottega assets transfer --from system --to ann@example.com --dry-run
  bottega assets transfer --from system --to ann@example.com
  bottega assets transfer --from bert@example.com --to ann@example.com --board "Foxes"
  bottega assets transfer --from system --to ann@example.com --since 2026-01-01 --until 2026-06-30

Images, boards, workflows, style presets and system prompts go to another account; images keep their boards. "system" owns what
was made without accounts. With --board, that board goes and the account's images on it; with --since and --until, what was made
on these days. "bottega assets undo" takes it back. One that was cut off goes on where it was when the same is entered again, or when the
server starts.
${ACCOUNT_NOTES}`

interface Flags {
  readonly root?: string
  readonly from: string
  readonly to: string
  readonly board?: string
  readonly since?: Date
  readonly until?: Date
  readonly dryRun?: true
  readonly json?: true
}

/** Gives `bottega assets transfer` its flags, help and action. */
export function configureAssetsTransfer(command: Command): void {
  addRootOption(command.description('Hand over what an account has made to another.'))
    .requiredOption('--from <account>', 'whose it is: an address, "system", or the id of a deleted account')
    .requiredOption('--to <address>', 'address of the account that gets it')
    .option('--board <board>', 'this board alone, by name or id')
    .option('--since <day>', 'only what was made on this day or later, such as 2026-01-31', (text) => readDay(text))
    .option('--until <day>', 'only what was made on this day or before', (text) => readDay(text, { end: true }))
    .option('--dry-run', 'tell what would go, and change nothing')
    .option('--json', 'print the numbers as JSON')
    .addHelpText('after', EXAMPLES)
    .action(transfer)
}

async function transfer(flags: Flags): Promise<void> {
  const { from, to, since, until, dryRun = false } = flags
  const [{ transferContent, resumeTransfer, findGiver, findBoardOf }, { COMMAND_LINE }] = await Promise.all([
    import('../../services/accounts/transfers.ts'),
    import('../../services/audit/audit.ts'),
  ])
  const { result, isResumed } = await withRoot(flags, async (root) => {
    const from_user_id = from === SYSTEM_USER_ID ? from : await findGiver(root, from)
    const { user_id: to_user_id } = await findReceiver(root, to, { giver: from_user_id })
    const board_id = flags.board === undefined ? null : await findBoardOf(root, from_user_id, flags.board)
    const span = { created_from: since?.toISOString() ?? null, created_to: until?.toISOString() ?? null }
    const request = { from_user_id, to_user_id, board_id, ...span, dry_run: dryRun }
    const resumed = dryRun ? undefined : await resumeTransfer(root, request)
    return { result: resumed ?? (await transferContent(root, request, COMMAND_LINE)), isResumed: resumed !== undefined }
  })
  if (flags.json) return void process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
  const what = describeContent(result)
  const others = result.others_images
  const stays =
    others === 0 ? [] : [`${countWords(others, 'image')} of others on these boards ${others === 1 ? 'stays' : 'stay'} theirs.`]
  const lines = dryRun
    ? [`This would hand over from ${from} to ${to}: ${what}. Nothing was changed.`, ...stays]
    : [`Handed over from ${from} to ${to}: ${what}.`, ...stays, `To take it back: bottega assets undo ${result.id}`]
  if (isResumed)
    lines.unshift('The same had been begun before, and is finished now. What was made since that beginning has not gone along.')
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** The beginning or the end of a day of this machine's calendar; a moment is taken as it is. */
function readDay(text: string, { end = false } = {}): Date {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)
  // without a zone it is local time
  const moment = new Date(isDay ? `${text}T${end ? '23:59:59.999' : '00:00:00.000'}` : text)
  const isReal = isMoment || Number(text.slice(8)) === moment.getDate()
  if ((isDay || isMoment) && !Number.isNaN(moment.getTime()) && isReal) return moment
  throw new InvalidArgumentError('It must be a day such as 2026-01-31.')
}
