import { expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { parseSchedulerConfig } from './config.ts'

test('reads the settings of a scheduler_config.json under their camelCase names', () => {
  const config = parseSchedulerConfig({
    _class_name: 'DPMSolverMultistepScheduler',
    _diffusers_version: '0.30.3',
    beta_start: 0.00085,
    beta_schedule: 'scaled_linear',
    rescale_betas_zero_snr: true,
    predict_x0: false,
    disable_corrector: [0, 1],
  })
  expect(config).toEqual({
    className: 'DPMSolverMultistepScheduler',
    betaStart: 0.00085,
    betaSchedule: 'scaled_linear',
    rescaleBetasZeroSnr: true,
    predictX0: false,
    disableCorrector: [0, 1],
  })
})

test('ignores keys that no scheduler knows, and leaves null to the default', () => {
  expect(
    parseSchedulerConfig({ use_beta_sigmas: true, trained_betas: null, lambda_min_clipped: null, variance_type: null }),
  ).toEqual({})
})

test('takes minus infinity for a lambda that clips nothing', () => {
  expect(parseSchedulerConfig({ lambda_min_clipped: Number.NEGATIVE_INFINITY })).toEqual({
    lambdaMinClipped: Number.NEGATIVE_INFINITY,
  })
})

test('knows prediction types by their other names', () => {
  expect(parseSchedulerConfig({ prediction_type: 'original_sample' }).predictionType).toBe('sample')
  expect(parseSchedulerConfig({ prediction_type: 'flow_prediction' }).predictionType).toBe('flow')
})

test.each([
  ['beta_start', '0.1'],
  ['beta_end', 1.5],
  ['num_train_timesteps', 1e9],
  ['steps_offset', -1],
  ['use_karras_sigmas', 'yes'],
  ['timestep_spacing', 'even'],
  ['trained_betas', [0.1, 'x']],
  ['solver_order', 0],
  ['sigma_min', Number.NaN],
])('refuses %s with a value of %o and names it', (key, value) => {
  expect(() => parseSchedulerConfig({ beta_schedule: 'linear', [key]: value })).toThrow(
    expect.objectContaining({ code: 'model_incomplete', message: expect.stringContaining(`${key} `) }),
  )
})

test.each([null, 'text', 7, [], undefined])('refuses %o, which is no object', (json) => {
  expect(() => parseSchedulerConfig(json)).toThrow(EngineError)
})
