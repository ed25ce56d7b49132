import type { QueueItem } from '@bottega/contracts'
import { applySession, meetItem } from './tracked-item.ts'

type Nodes = NonNullable<QueueItem['session']['graph']>['nodes']

/** What a picture was asked for with, as far as the graph of an item tells. */
export interface JobSettings {
  readonly model?: string
  readonly width?: number
  readonly height?: number
  readonly steps?: number
  readonly guidance?: number
  readonly scheduler?: string
  readonly seed?: number
  readonly negativePrompt?: string
}

/** Reads the settings of an item: the values of its batch, and the fields of those nodes that have them. */
export function readSettings({ session, field_values }: Pick<QueueItem, 'session' | 'field_values'>): JobSettings {
  const nodes = Object.values(session.graph?.nodes ?? {})
  const find = <Value>(name: string, is: (value: unknown) => value is Value): Value | undefined => {
    for (const node of nodes) {
      const value: unknown = node[name]
      if (is(value)) return value
    }
    return undefined
  }
  const seed = field_values?.find(({ node_path }) => node_path.startsWith('seed'))?.value
  const model = find('model', isNamed)?.name
  const settings = {
    model,
    width: find('width', isNumber),
    height: find('height', isNumber),
    steps: find('steps', isNumber),
    guidance: find('cfg_scale', isNumber),
    scheduler: find('scheduler', isText),
    seed: typeof seed === 'number' ? seed : undefined,
    negativePrompt: readNegative(session.graph?.nodes),
  }
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

/** The pictures that an item has made, by name. */
export function listMade(item: QueueItem): readonly string[] {
  const nodes = item.session.execution_graph?.nodes ?? {}
  const results = Object.entries(item.session.results ?? {})
  return results.flatMap(([id, result]) => {
    const session = { execution_graph: { nodes: { [id]: nodes[id] } }, results: { [id]: result } } as QueueItem['session']
    const { imageName } = applySession(meetItem(item.item_id), { ...item, session })
    return imageName === undefined ? [] : [imageName]
  })
}

function readNegative(nodes: Nodes | undefined): string | undefined {
  const text = Object.entries(nodes ?? {}).find(([id]) => id.startsWith('negative_prompt'))?.[1].value
  return isText(text) ? text : undefined
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isNamed(value: unknown): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && isText(value.name)
}
