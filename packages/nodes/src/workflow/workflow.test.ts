import { expect, test } from 'vitest'
import { Studio } from '../testing/studio.ts'
import { callSavedWorkflow } from './call-saved-workflow.ts'
import { workflowReturn } from './workflow-return.ts'
import { workflowReturnGet } from './workflow-return-get.ts'
import { workflowReturnValue } from './workflow-return-value.ts'

test('values get names, are returned together, and are taken out by their names', async () => {
  const studio = new Studio()
  const one = await studio.run(workflowReturnValue, { key: 'seed', value: 7 })
  const other = await studio.run(workflowReturnValue, { key: 'nothing' })
  const { values } = await studio.run(workflowReturn, { values: [one.value, other.value] })
  expect(values).toEqual({ seed: 7, nothing: null })
  expect(await studio.run(workflowReturnGet, { values, key: 'seed' })).toMatchObject({ value: 7 })
  expect(await studio.run(workflowReturn, { values: one.value })).toMatchObject({ values: { seed: 7 } })
  expect(await studio.run(workflowReturn)).toMatchObject({ values: {} })
})

test('names are there, and each once', async () => {
  const studio = new Studio()
  await expect(studio.run(workflowReturnValue, { value: 7 })).rejects.toThrow('has no name')
  const twice = [{ key: 'a' }, { key: 'a' }]
  await expect(studio.run(workflowReturn, { values: twice })).rejects.toThrow('are called a')
  await expect(studio.run(workflowReturnGet, { values: { a: 1, b: 2 }, key: 'toString' })).rejects.toThrow('There are: a, b')
  await expect(studio.run(workflowReturnGet, { key: 'a' })).rejects.toThrow('It returned nothing')
})

test('a call hands over what is written and what came along edges, which wins', async () => {
  const studio = new Studio()
  studio.callWorkflow = async (workflowId, inputs) => ({ workflowId, inputs })
  const inputs = {
    workflow_id: 'w',
    workflow_inputs: { 'saved_workflow_input::n::a': 1, 'saved_workflow_input::n::b': 2 },
    'saved_workflow_input::n::a': 3,
    another: 4,
  }
  expect(await studio.run(callSavedWorkflow, inputs)).toMatchObject({
    values: { workflowId: 'w', inputs: { 'saved_workflow_input::n::a': 3, 'saved_workflow_input::n::b': 2 } },
  })
  await expect(studio.run(callSavedWorkflow)).rejects.toThrow('No workflow is chosen')
})
