import { EngineError } from '../errors.ts'
import type { Model } from '../families/index.ts'
import { MAX_STEPS, parseSchedulerId } from '../schedulers/index.ts'
import { MAX_SEED } from '../tensor/index.ts'
import type { PictureRequest } from './request.ts'

/** Longest prompt, in characters; about a thousand chunks of a text encoder. */
export const MAX_PROMPT_LENGTH = 100_000
/** Longest side of a picture, in pixels. */
const MAX_SIDE = 8192

/** @throws `request_invalid` naming the first value that a model cannot paint with, and its range */
export function checkRequest(request: PictureRequest, model: Model): void {
  const { image, mask, denoisingStart, denoisingEnd } = request
  for (const side of ['width', 'height'] as const) {
    expectWhole(side, request[side], model.family.latentDownscale, MAX_SIDE)
    if (request[side] % model.family.latentDownscale !== 0)
      refuse(`${side} is ${request[side]}; it has to be a multiple of ${model.family.latentDownscale}`)
  }
  expectWhole('steps', request.steps, 1, MAX_STEPS)
  expectWhole('seed', request.seed, 0, MAX_SEED)
  expectWhole('clipSkip', request.clipSkip, 0, model.maxClipSkip)
  if (!Number.isFinite(request.guidanceScale)) refuse(`guidanceScale is ${request.guidanceScale}, which is no number to guide by`)
  expectWithin('guidanceRescale', request.guidanceRescale, 0, 1)
  expectWithin('denoisingStart', denoisingStart, 0, 1)
  expectWithin('denoisingEnd', denoisingEnd, 0, 1)
  if (denoisingStart > denoisingEnd) refuse(`denoisingStart ${denoisingStart} lies behind denoisingEnd ${denoisingEnd}`)
  parseSchedulerId(request.scheduler)
  for (const prompt of ['prompt', 'negativePrompt'] as const) {
    if (request[prompt].length > MAX_PROMPT_LENGTH)
      refuse(`${prompt} has ${request[prompt].length} characters; ${MAX_PROMPT_LENGTH} is the most`)
  }
  if (image === undefined && denoisingStart > 0) refuse('denoisingStart needs a picture to start from')
  if (image === undefined && mask !== undefined) refuse('a mask needs the picture that it belongs to')
  for (const [name, picture] of Object.entries({ image, mask })) {
    if (picture !== undefined && (picture.width !== request.width || picture.height !== request.height)) {
      refuse(`the ${name} is ${picture.width}x${picture.height}, the picture ${request.width}x${request.height}`)
    }
  }
}

function expectWhole(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    refuse(`${name} is ${value}; it has to be a whole number from ${least} to ${most}`)
}

function expectWithin(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) refuse(`${name} is ${value}; it has to be from ${least} to ${most}`)
}

function refuse(what: string): never {
  throw new EngineError('request_invalid', `This picture cannot be painted: ${what}.`)
}
