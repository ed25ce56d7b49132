import type { CallRequest } from '@bottega/client'
import type { SchedulerName } from '@bottega/contracts'
import type { AnyModel } from './queries.ts'

/** What is changed of a model. */
export type ModelChanges = NonNullable<CallRequest<'updateModel'>['body']>

/** What the form says otherwise than the model does. An empty field of its best settings leaves the setting to the person. */
export function readChanges(model: AnyModel, form: FormData): ModelChanges {
  const said = readForm(model, form)
  const known = model as Readonly<Record<string, unknown>>
  const isOther = ([name, value]: readonly [string, unknown]) => write(value) !== write(known[name])
  return Object.fromEntries(Object.entries(said).filter(isOther))
}

function readForm(model: AnyModel, form: FormData): ModelChanges {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const number = (name: string) => (text(name) === '' ? null : Number(text(name)))
  return {
    name: text('name'),
    description: text('description') || null,
    ...(form.has('triggers') && { trigger_phrases: listLines(text('triggers')) }),
    ...(model.type === 'main' && {
      default_settings: {
        ...model.default_settings,
        width: number('width'),
        height: number('height'),
        steps: number('steps'),
        cfg_scale: number('cfg_scale'),
        // the server refuses names that it does not know
        scheduler: (text('scheduler') || null) as SchedulerName | null,
      },
    }),
  }
}

function listLines(text: string): string[] | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return lines.length === 0 ? null : lines
}

/** A value to compare by: what is empty, and fields that say nothing, are as if they were not there. */
function write(value: unknown): string {
  if (value === '' || value == null || (Array.isArray(value) && value.length === 0)) return '{}'
  if (typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, one]) => one != null)
  return JSON.stringify(Object.fromEntries(fields.sort(([one], [other]) => one.localeCompare(other))))
}
