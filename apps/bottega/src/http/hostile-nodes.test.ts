import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { makeGraph } from '../testing/graphs.ts'
import { createMaker } from '../testing/make-things.ts'
import { openStudio, type Studio } from '../testing/studio.ts'

let studio: Studio

beforeAll(async () => {
  studio = await openStudio(inject('dist'))
})
afterAll(() => studio.close())

/** A field of a node, as the document of the interface describes it. */
interface FieldSchema {
  readonly type?: string
  readonly const?: string
  readonly $ref?: string
  readonly anyOf?: readonly FieldSchema[]
  readonly field_kind?: string
}

interface Document {
  readonly components: {
    readonly schemas: Readonly<Record<string, { class?: string; properties?: Readonly<Record<string, FieldSchema>> }>>
  }
}

const NUMBERS = [-1, 2 ** 31 - 1, 1e308]
const TEXTS = ['a\0b\ud800', '({a|'.repeat(2000), 'x'.repeat(100_000)]

function valuesFor(field: FieldSchema): readonly unknown[] {
  const types = [field, ...(field.anyOf ?? [])].map(({ type }) => type)
  if (types.includes('integer') || types.includes('number')) return NUMBERS
  return types.includes('string') ? TEXTS : []
}

/** Each node of the catalogue, as it is usually asked and with one value beyond reason in each field that has no edge. */
async function* makeNodes() {
  const image = { image_name: await createMaker(studio).image() }
  const { key, hash, name, base, type } = await studio.getModel()
  const usual: Readonly<Record<string, unknown>> = {
    ImageField: image,
    ModelIdentifierField: { key, hash, name, base, type },
    ColorField: { r: 1, g: 2, b: 3, a: 255 },
    BoundingBoxField: { x_min: 0, x_max: 4, y_min: 0, y_max: 3 },
  }
  const { components }: Document = (await studio.request('GET', '/openapi.json')).json
  for (const { class: kind, properties = {} } of Object.values(components.schemas)) {
    if (kind !== 'invocation') continue
    const fields = Object.entries(properties).filter(([, { field_kind }]) => field_kind === 'input')
    const node = { id: 'n', type: properties.type?.const ?? '' }
    const given = fields.flatMap(([field, { $ref, anyOf }]) => {
      const named = ($ref ?? anyOf?.find((one) => one.$ref)?.$ref ?? '').split('/').at(-1) ?? ''
      return named in usual ? [[field, usual[named]]] : []
    })
    const whole = { ...node, ...Object.fromEntries(given) }
    yield whole
    for (const [field, schema] of fields) for (const value of valuesFor(schema)) yield { ...whole, [field]: value }
  }
}

test('no value in any field of any node brings the server or its worker down', { timeout: 300_000 }, async () => {
  const faults: string[] = []
  const asked = new Map<number, string>()
  let refused = 0
  for await (const node of makeNodes()) {
    const { status, json } = await studio.request('POST', '/api/v1/queue/default/enqueue_batch', {
      json: { batch: { graph: makeGraph([node]), runs: 1 } },
    })
    const sent = JSON.stringify(node).slice(0, 300)
    if (status === 200) asked.set((json as { readonly item_ids: [number] }).item_ids[0], sent)
    else if ([400, 404, 422].includes(status)) refused++
    else faults.push(`${status} ${sent}`)
  }
  for (const [itemId, sent] of asked) {
    const { status, error_type, error_message } = await studio.finish(itemId)
    // a node refuses in sentences; what the language throws of itself was not thought of
    const isOurs = /^(?!WorkerDied|ServerError|Error$|(?:Range|Type|Syntax|Reference)Error)/.test(error_type ?? '')
    if (status === 'canceled' || !isOurs) faults.push(`${status} ${error_type} ${error_message?.slice(0, 200)} ${sent}`)
  }
  expect([faults, asked.size > 300, refused > 200]).toEqual([[], true, true])
})
