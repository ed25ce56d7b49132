import { cpus } from 'node:os'
import { AppError, type GenerationDevice, type Settings } from '@bottega/contracts'

/** The devices that can paint here. */
export function listDevices(): GenerationDevice[] {
  return [{ device: 'cpu', name: cpus()[0]?.model.trim() ?? 'CPU' }]
}

/**
 * The devices that the settings ask for, one worker each: the processor unless they name others.
 *
 * @throws AppError `setting_invalid` for one that is not here
 */
export function chooseDevices(asked: Settings['generation_devices']): readonly string[] {
  const known = listDevices().map(({ device }) => device)
  if (asked === 'auto') return known
  const strange = asked.find((device) => !known.includes(device))
  if (strange === undefined) return asked
  throw new AppError('setting_invalid', {
    key: 'generation_devices',
    value: strange,
    allowed: `auto, or a list of ${known.join(', ')}`,
  })
}
