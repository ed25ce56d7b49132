import { expect, test } from 'vitest'
import { parseMessageFromWorker, parseMessageToWorker } from './port.ts'

const settings = {
  prompt: '',
  negativePrompt: '',
  width: 128,
  height: 64,
  steps: 1,
  guidanceScale: -3.5,
  guidanceRescale: 0,
  scheduler: 'ddim',
  seed: 4294967295,
  clipSkip: 0,
  denoisingStart: 0,
  denoisingEnd: 1,
}
const request = { modelPath: 'models/starter', settings, texts: [{ keyword: 'parameters', text: 'x' }] }
const generate = { type: 'generate', id: 1, request }

test('takes what the program and the worker say', () => {
  const image = { name: 'in.png', bytes: Buffer.from([1]) }
  const whole = { ...generate, request: { ...request, image, mask: image, preview: 'png' } }
  for (const message of [generate, whole, { type: 'cancel', id: 1 }]) expect(parseMessageToWorker(message)).toEqual(message)
  const answers = [
    { type: 'progress', id: 1, phase: 'denoising', step: 0, steps: 12 },
    { type: 'preview', id: 1, bytes: new Uint8Array(3) },
    { type: 'picture', id: 1, bytes: new Uint8Array(3), width: 128, height: 64 },
    { type: 'failed', id: 1, code: 'canceled', message: 'stopped' },
  ]
  for (const message of answers) expect(parseMessageFromWorker(message)).toEqual(message)
})

test.each([
  ['width', '100'],
  ['steps', 1.5],
  ['guidanceScale', Number.NaN],
  ['guidanceScale', Number.POSITIVE_INFINITY],
  ['seed', -1],
  ['scheduler', 'magic'],
  ['prompt', undefined],
])('refuses a request whose %s is %s and names the place', (name, value) => {
  const wrong = { ...generate, request: { ...request, settings: { ...settings, [name]: value } } }
  expect(() => parseMessageToWorker(wrong)).toThrow(`request.settings.${name}`)
})

test.each([undefined, null, 'generate', {}, { type: 'explode' }, { type: 'cancel' }])('refuses %j', (message) => {
  expect(() => parseMessageToWorker(message)).toThrow('not understood')
  expect(() => parseMessageFromWorker(message)).toThrow('not understood')
})

test('refuses a picture that is not bytes', () => {
  expect(() => parseMessageFromWorker({ type: 'picture', id: 1, bytes: 'PNG', width: 8, height: 8 })).toThrow('bytes')
})
