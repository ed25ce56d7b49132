import { expect, test } from 'vitest'
import { namePicture, tellSettings } from './picture-words.ts'

test('the settings of a picture are told in order, without what is empty or not for people', () => {
  const metadata = {
    generation_mode: 'txt2img',
    seed: 0,
    positive_prompt: 'a fox',
    negative_prompt: '',
    model: { key: 'k', name: 'Starter' },
    steps: 12,
  }
  expect(tellSettings(metadata)).toEqual([
    ['Prompt', 'a fox'],
    ['Model', 'Starter'],
    ['Seed', '0'],
    ['Steps', '12'],
  ])
  expect(tellSettings(null)).toEqual([])
})

test('a picture is named by the time and size in which it was made', () => {
  const name = namePicture({ created_at: '2026-11-26 10:14:00.000', width: 128, height: 64 })
  expect(name).toMatch(/^Picture of .*2026.*, 128 × 64$/)
})
