import process from 'node:process'
import { passMoment, signWorkerOn } from './order.ts'

/*
 * The whole worker on a watched channel, for tests that kill it where their orders say.
 */

const pass = (moment: string) => passMoment(moment, 'worker')

interface Message {
  readonly type: string
  readonly name?: string
  readonly report?: {
    readonly kind: string
    readonly node?: { readonly type: string }
    readonly preview?: unknown
  }
  readonly result?: { readonly outcome: string }
}

let node = ''

function describe({ type, name, report, result }: Message): string {
  if (report === undefined) return [type, name ?? result?.outcome ?? ''].join(' ')
  node = report.node?.type ?? node
  return [type, report.kind, report.kind === 'progress' ? (report.preview === undefined ? '' : 'preview') : node].join(' ')
}

const send = process.send?.bind(process)
process.send = ((message: Message, ...more: never[]) => {
  const what = describe(message)
  pass(`says ${what}`)
  const isTaken = send?.(message, ...more)
  pass(`said ${what}`)
  return isTaken
}) as NonNullable<typeof process.send>

// a listener of one's own would take the messages that wait until the worker listens
const on = process.on.bind(process) as (name: string, listener: (message: Message) => void) => NodeJS.Process
process.on = ((name: string, listener: (message: Message) => void) => {
  if (name !== 'message') return on(name, listener)
  return on(name, (message) => {
    pass(`takes ${message.type}`)
    listener(message)
  })
}) as typeof process.on

signWorkerOn()
pass('worker starts')
await import('../../worker/main.ts')
