import { type FormEvent, useState } from 'react'
import { describeRefusal, findWait } from './refusals.ts'

/** How a form stands: what went wrong last, whether it is being sent, and until when attempts are refused. */
export interface Submission {
  readonly fault: string | undefined
  readonly isBusy: boolean
  /** in milliseconds since 1970 */
  readonly waitsUntil: number | undefined
  onSubmit(event: FormEvent<HTMLFormElement>): void
}

/** Sends a form, and keeps what comes of it. */
export function useSubmit(send: (form: FormData) => Promise<unknown>): Submission {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const [waitsUntil, setWaitsUntil] = useState<number>()

  function take(error: unknown): void {
    const wait = findWait(error)
    setWaitsUntil(wait === undefined ? undefined : Date.now() + wait * 1000)
    setFault(describeRefusal(error))
  }

  return {
    fault,
    isBusy,
    waitsUntil,
    onSubmit(event) {
      event.preventDefault()
      // a dialog's form is no part of the form that it may lie in
      event.stopPropagation()
      setBusy(true)
      setFault(undefined)
      send(new FormData(event.currentTarget))
        .catch(take)
        .finally(() => setBusy(false))
    },
  }
}

/** A text of a form, without space around it. */
export function readText(form: FormData, name: string): string {
  return String(form.get(name) ?? '').trim()
}

/** A password of a form, as it was typed. */
export function readPassword(form: FormData, name = 'password'): string {
  return String(form.get(name) ?? '')
}
