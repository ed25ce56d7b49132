import type { ImageDto } from '@bottega/contracts'

const made = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** What a picture is called where nobody knows its prompt. */
export function namePicture({ created_at, width, height }: Pick<ImageDto, 'created_at' | 'width' | 'height'>): string {
  // the wire has UTC without saying so
  return `Picture of ${made.format(new Date(`${created_at.replace(' ', 'T')}Z`))}, ${width} × ${height}`
}

/** Keys of metadata that people ask for, in order, with their names. */
const TOLD = {
  positive_prompt: 'Prompt',
  negative_prompt: 'Negative prompt',
  model: 'Model',
  seed: 'Seed',
  steps: 'Steps',
  cfg_scale: 'Guidance',
  scheduler: 'Scheduler',
} as const

/** How a picture was made, as names and values. */
export function tellSettings(metadata: Readonly<Record<string, unknown>> | null): [string, string][] {
  return Object.entries(TOLD).flatMap(([key, name]): [string, string][] => {
    const value = tellValue(metadata?.[key])
    return value === undefined ? [] : [[name, value]]
  })
}

function tellValue(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) return 'name' in value ? String(value.name) : undefined
  return value === undefined || value === null || value === '' ? undefined : String(value)
}
