import { EngineError } from '../errors.ts'
import { combine, type Tensor } from '../tensor/index.ts'
import { at, levelFromAlphaBar, onTrainingTimesteps, toEpsilon } from './math.ts'
import { lookUpAlphasCumprod, spaceTimesteps } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/** Adams-Bashforth weights of the latest outputs, the newest first, by how many there are. */
const ADAMS_BASHFORTH = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]] as const

/** Weights of the four calls of a Runge-Kutta step of fourth order. */
const RUNGE_KUTTA = [1 / 6, 1 / 3, 1 / 3, 1 / 6] as const

/**
 * PNDM: linear multistep in the network's outputs, with a transfer that follows the curve on which data are perturbed.
 *
 *   x' = (α'/α)·x + (σ' − σ·α'/α)·ε        ε: a weighted mean of the last four outputs
 *
 * With `skipPrkSteps` (PLMS) the first step is made twice, the second time with the mean of the outputs at both its ends.
 * Without, the first three steps are Runge-Kutta steps of four calls each (PRK), whose middles lie between timesteps.
 *
 * @source Liu et al. 2022 (arXiv:2202.09778), section 3: transfer part, pseudo linear multistep and pseudo Runge-Kutta
 */
export const pndm: SchedulerDefinition = {
  className: 'PNDMScheduler',
  defaults: { timestepSpacing: 'leading' },
  start(settings, options) {
    const { predictionType, numTrainTimesteps, skipPrkSteps, setAlphaToOne } = settings
    const alphaBarAt = lookUpAlphasCumprod(settings, { endsClean: setAlphaToOne, staysPositive: true })
    const spaced = spaceTimesteps(settings, options.steps)
    const stride = Math.floor(numTrainTimesteps / options.steps)
    const halfStride = Math.floor(stride / 2)
    const rungeKutta = skipPrkSteps ? [] : layOutRungeKutta(spaced, halfStride)
    const timesteps = skipPrkSteps ? repeatSecond(spaced) : [...rungeKutta, ...spaced.slice(3)]

    let calls = 0
    /** Latents that the step at hand began with, where it takes several calls. */
    let begun: Tensor | undefined
    /** Raw outputs at the beginnings of steps, the newest first. */
    let outputs: Tensor[] = []
    /** Weighted outputs of the Runge-Kutta step at hand. */
    let gathered: (readonly [number, Tensor])[] = []

    function transfer(sample: Tensor, timestep: number, nextTimestep: number, output: Tensor): Tensor {
      const [level, next] = [levelFromAlphaBar(alphaBarAt(timestep)), levelFromAlphaBar(alphaBarAt(nextTimestep))]
      const epsilon = toEpsilon(predictionType, output, sample, level)
      return combine([next.alpha / level.alpha, sample], [next.sigma - (level.sigma * next.alpha) / level.alpha, epsilon])
    }

    function stepByRungeKutta(modelOutput: Tensor, timestep: number, sample: Tensor): Tensor {
      const stage = calls % 4
      if (stage === 0) {
        begun = sample
        outputs.unshift(modelOutput)
      }
      gathered.push([at(RUNGE_KUTTA, stage), modelOutput])
      const output = stage === 3 ? combine(...gathered) : modelOutput
      if (stage === 3) gathered = []
      const nextTimestep = timestep - (calls % 2 === 0 ? halfStride : 0)
      return transfer(begun ?? sample, at(rungeKutta, calls - stage), nextTimestep, output)
    }

    function stepByMultistep(modelOutput: Tensor, timestep: number, sample: Tensor): Tensor {
      const [before] = outputs
      if (calls === 1 && before !== undefined && begun !== undefined) {
        // the first step once more, now that its end is known
        return transfer(begun, timestep + stride, timestep, combine([0.5, modelOutput], [0.5, before]))
      }
      outputs = [modelOutput, ...outputs.slice(0, 3)]
      if (calls === 0) begun = sample
      const weights = ADAMS_BASHFORTH[outputs.length - 1] ?? []
      return transfer(
        sample,
        timestep,
        timestep - stride,
        combine(...outputs.map((output, k) => [at(weights, k), output] as const)),
      )
    }

    return {
      order: 1,
      ...onTrainingTimesteps(timesteps, alphaBarAt),
      step({ call, modelOutput, sample }) {
        const advance = calls < rungeKutta.length ? stepByRungeKutta : stepByMultistep
        const result = advance(modelOutput, at(timesteps, call), sample)
        calls += 1
        return result
      },
    }
  },
}

/** [a, b, c] becomes [a, b, b, c]; a single timestep stands alone. */
function repeatSecond(timesteps: readonly number[]): number[] {
  return timesteps.flatMap((timestep, i) => (i === 1 ? [timestep, timestep] : [timestep]))
}

/**
 * Timesteps of the calls of three Runge-Kutta steps: each step's beginning, twice its middle, and its end.
 *
 * @throws `request_invalid` when there are fewer than four timesteps
 */
function layOutRungeKutta(timesteps: readonly number[], halfStride: number): number[] {
  if (timesteps.length < 4) {
    throw new EngineError(
      'request_invalid',
      'PNDM with Runge-Kutta steps needs at least 4 steps: ask for more, or set skip_prk_steps',
    )
  }
  return [0, 1, 2].flatMap((i) => {
    const [begin, end] = [at(timesteps, i), at(timesteps, i + 1)]
    return [begin, end + halfStride, end + halfStride, end]
  })
}
