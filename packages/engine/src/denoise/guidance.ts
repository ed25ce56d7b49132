import { combine, createTensor, sliceFirstAxis, type Tensor } from '../tensor/index.ts'

/** How strongly prompts steer the denoiser. */
export interface Guidance {
  /** Weight of classifier-free guidance; up to 1 there is none and the negative prompt is not used. */
  readonly scale: number
  /** Share of the rescale that keeps strong guidance from overexposing, 0..1. */
  readonly rescale: number
}

/** Whether a negative prompt has any effect at this scale. */
export function isGuided({ scale }: Pick<Guidance, 'scale'>): boolean {
  return scale > 1
}

/**
 * Joins the two halves of a guided prediction.
 *
 *   ε = ε₋ + s·(ε₊ − ε₋), then for a rescale φ > 0: ε = φ·ε·(std ε₊ / std ε) + (1 − φ)·ε for each picture
 *
 * @param prediction  [2N, C, H, W], negative prompts first
 * @returns           [N, C, H, W]
 * @source            Ho & Salimans 2022 (arXiv:2207.12598); Lin et al. 2023 (arXiv:2305.08891), section 3.4
 */
export function applyGuidance(prediction: Tensor, { scale, rescale }: Guidance): Tensor {
  const batch = (prediction.shape[0] ?? 0) / 2
  const negative = sliceFirstAxis(prediction, 0, batch)
  const positive = sliceFirstAxis(prediction, batch, batch * 2)
  const guided = combine([1 - scale, negative], [scale, positive])
  return rescale === 0 ? guided : rescaleDeviation(guided, positive, rescale)
}

function rescaleDeviation(guided: Tensor, reference: Tensor, share: number): Tensor {
  const batch = guided.shape[0] ?? 0
  const size = guided.data.length / batch
  const data = new Float32Array(guided.data)
  for (let at = 0; at < data.length; at += size) {
    const own = deviation(guided.data.subarray(at, at + size))
    const wanted = deviation(reference.data.subarray(at, at + size))
    // A prediction without any deviation has nothing to scale.
    const factor = own === 0 ? 1 : share * (wanted / own) + (1 - share)
    for (let i = at; i < at + size; i++) data[i] = (data[i] as number) * factor
  }
  return createTensor(data, guided.shape)
}

function deviation(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return Math.sqrt(squares / Math.max(1, values.length - 1))
}
