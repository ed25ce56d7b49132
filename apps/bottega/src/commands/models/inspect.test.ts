import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { runProgram } from '@bottega/testing'
import { expect, inject, test } from 'vitest'
import { findProjectRoot } from '../../files/project-root.ts'
import { writeDescription } from './inspect.ts'

const root = findProjectRoot(import.meta.url)

function inspect(...args: readonly string[]) {
  return runProgram(inject('dist'), ['models', 'inspect', ...args], { cwd: root })
}

test('writes what a model is, its parts in columns, and why', () => {
  const text = writeDescription({
    path: 'photo.safetensors',
    name: 'photo',
    format: 'safetensors',
    kind: 'main',
    title: 'Stable Diffusion 1',
    reasons: ['it has the keys of one', 'its U-Net takes prompts of width 768'],
    family: 'sd1',
    predictionType: 'epsilon',
    defaults: { width: 512, height: 512, steps: 25, guidanceScale: 7, scheduler: 'dpmpp_2m_k' },
    parts: [
      { name: 'denoiser', tensors: 686, parameters: 859_520_964, dtypes: ['F16'], bytes: 1_719_041_928 },
      { name: 'other tensors', tensors: 1, parameters: 1000, dtypes: ['F32', 'I64'], bytes: 4000 },
    ],
  })
  expect(text).toBe(`Path:            photo.safetensors
Name:            photo
Format:          safetensors
What it is:      Stable Diffusion 1
Kind:            main
Family:          sd1
Prediction type: epsilon
Usual settings:  512x512, 25 steps of dpmpp_2m_k, guidance 7
Parts:
  denoiser       686 tensors  859.52 million parameters  F16        1.60 GiB
  other tensors  1 tensor     1,000 parameters           F32 + I64  4 KiB
Why:
  - it has the keys of one
  - its U-Net takes prompts of width 768`)
})

test('tells a person what the starter model is, with the settings of its card', async () => {
  const { exitCode, stdout, stderr } = await inspect(join('models', 'starter'))
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatch(/What it is: +Stable Diffusion 1\n/)
  expect(stdout).toMatch(/Usual settings: +128x128, 12 steps of ddim, guidance 2\n/)
  expect(stdout).toMatch(/ {2}unet +326 tensors/)
  expect(stdout).toContain('Why:\n  - ')
})

test('tells a script the same as JSON', async () => {
  const { exitCode, stdout } = await inspect(join('models', 'starter'), '--json')
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'starter',
    format: 'diffusers',
    kind: 'main',
    family: 'sd1',
    predictionType: 'epsilon',
    defaults: { width: 128, height: 128, steps: 12, guidanceScale: 2, scheduler: 'ddim' },
    parts: expect.arrayContaining([expect.objectContaining({ name: 'unet', dtypes: ['F16'] })]),
    reasons: expect.arrayContaining([expect.any(String)]),
  })
})

test.each([
  ['a file that is not there', join(tmpdir(), 'bottega-missing.safetensors')],
  ['a text', join(root, 'package.json')],
  ['a folder without a model', root],
])('refuses %s with one sentence and exit code 1', async (_, path) => {
  const { exitCode, stdout, stderr } = await inspect(path, '--json')
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toMatch(/^error: .+\n$/)
  expect(stderr).toContain(basename(path))
})

test('needs the name of a file', async () => {
  expect(await inspect()).toMatchObject({ exitCode: 2, stdout: '' })
})
