import { expect, test } from 'vitest'
import { createCatalogue } from './catalogue.ts'
import { defineNode, defineOutput } from './define-node.ts'
import {
  anyField,
  imageField,
  integerField,
  latentsField,
  listOf,
  loraMetadataField,
  metadataField,
  modelIdentifierField,
  optional,
  savedImageInputs,
  savedWorkflowField,
  stylePresetField,
} from './fields/index.ts'
import { parseGraph } from './parse-graph.ts'
import { findReferences } from './references.ts'
import { countingIds, sentGraph } from './testing/graphs.ts'

const node = defineNode({
  type: 'uses',
  version: '1.0.0',
  title: 'Uses',
  category: 'test',
  acceptsExtras: true,
  inputs: {
    ...savedImageInputs,
    images: listOf(imageField(), { default: [] }),
    model: optional(modelIdentifierField()),
    preset: optional(stylePresetField()),
    latents: optional(latentsField()),
    value: optional(anyField()),
    notes: optional(metadataField()),
    workflow: savedWorkflowField(),
    loras: optional(listOf(loraMetadataField())),
  },
  output: defineOutput('uses_output', { value: integerField() }),
  run: () => ({ value: 0 }),
})
const catalogue = createCatalogue([node])
const model = { key: 'key', hash: 'h', name: 'n', base: 'sd-1', type: 'main' }

test('finds what a graph names, and what a batch puts there, but not what only metadata remembers', () => {
  const graph = parseGraph(
    sentGraph({
      a: {
        type: 'uses',
        board: { board_id: 'board' },
        images: [{ image_name: '1.png' }],
        model,
        preset: { style_preset_id: 'preset' },
      },
      b: { type: 'uses', value: { list: [{ image_name: '2.png' }] }, latents: { latents_name: 'latents' }, workflow: 'workflow' },
      c: {
        type: 'uses',
        metadata: { init_image: { image_name: 'old.png' } },
        notes: { image_name: 'old.png' },
        loras: [{ model: { ...model, key: 'old' }, weight: 1 }],
        extra: { image_name: 'old.png' },
        value: { key: 'no model' },
      },
    }),
    { catalogue, newId: countingIds() },
  )
  const substitutions = [
    { node_path: 'a', field_name: 'images', value: [{ image_name: '3.png' }] },
    { node_path: 'a', field_name: 'workflow', value: 'another' },
    { node_path: 'gone', field_name: 'images', value: [{ image_name: '4.png' }] },
  ]
  expect(findReferences(graph, catalogue, substitutions)).toEqual({
    images: new Set(['1.png', '2.png', '3.png']),
    boards: new Set(['board']),
    stylePresets: new Set(['preset']),
    models: new Set(['key']),
    values: new Set(['latents']),
    workflows: new Set(['workflow', 'another']),
  })
})
