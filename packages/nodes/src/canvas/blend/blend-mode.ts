import { type Color, wrapDegrees } from '../../image/color/color.ts'
import { equivalentLightness } from '../../image/ealightness.ts'
import type { ColorSpace, Roles } from './color-space.ts'

/*
 * Blend modes: the colour that an upper layer makes of itself and a lower one. Most are a formula for single numbers, upper u
 * over lower l. In spaces with a lightness some formulas change the lightness alone; the others go for hues in degrees as well,
 * which then go round.
 *
 * @source W3C "Compositing and blending" for the formulas that it has; the others as image editors have them
 */

/** A formula for single numbers. */
type Formula = (upper: number, lower: number) => number

/** What a formula applies to in spaces with a lightness: all numbers, or the lightness of the upper or lower colour. */
type Reach = 'all' | 'upper lightness' | 'lower lightness'

const multiply: Formula = (u, l) => u * l
const hardLight: Formula = (u, l) => (u < 0.5 ? 2 * u * l : 1 - 2 * (1 - u) * (1 - l))
const colorBurn: Formula = (u, l) => 1 - Math.min(1, divide(1 - l, u))
const colorDodge: Formula = (u, l) => divide(l, 1 - u)

// nothing by nothing leaves nothing, all else by nothing is as bright as it gets
function divide(one: number, other: number): number {
  return other === 0 ? (one === 0 ? 0 : 1) : one / other
}

function softLight(u: number, l: number): number {
  if (u <= 0.5) return l - (1 - 2 * u) * l * (1 - l)
  const limit = l <= 0.25 ? ((16 * l - 12) * l + 4) * l : Math.sqrt(l)
  return l + (2 * u - 1) * (limit - l)
}

const FORMULAS: Readonly<Record<string, readonly [Formula, Reach]>> = {
  Normal: [(u) => u, 'all'],
  'Linear Dodge (Add)': [(u, l) => l + u, 'all'],
  Subtract: [(u, l) => l - u, 'all'],
  Multiply: [multiply, 'all'],
  Divide: [(u, l) => divide(l, u), 'all'],
  Screen: [(u, l) => 1 - (1 - u) * (1 - l), 'all'],
  Overlay: [(u, l) => hardLight(l, u), 'upper lightness'],
  'Linear Burn': [(u, l) => l + u - 1, 'lower lightness'],
  Difference: [(u, l) => Math.abs(l - u), 'all'],
  'Hard Light': [hardLight, 'upper lightness'],
  'Soft Light': [softLight, 'lower lightness'],
  'Vivid Light': [(u, l) => (u < 0.5 ? colorBurn(2 * u, l) : colorDodge(2 * u - 1, l)), 'lower lightness'],
  'Linear Light': [(u, l) => l + 2 * u - 1, 'lower lightness'],
  'Color Burn': [colorBurn, 'all'],
  'Color Dodge': [colorDodge, 'all'],
}

/** The modes by their names on the wire. */
export const BLEND_MODES = [
  'Normal',
  'Lighten Only',
  'Darken Only',
  'Lighten Only (EAL)',
  'Darken Only (EAL)',
  'Hue',
  'Saturation',
  'Color',
  'Luminosity',
  'Linear Dodge (Add)',
  'Subtract',
  'Multiply',
  'Divide',
  'Screen',
  'Overlay',
  'Linear Burn',
  'Difference',
  'Hard Light',
  'Soft Light',
  'Vivid Light',
  'Linear Light',
  'Color Burn',
  'Color Dodge',
] as const

/** One of {@link BLEND_MODES}. */
export type BlendMode = (typeof BLEND_MODES)[number]

/** From the sRGB colours of two layers to that of the upper one, blended. */
export type Blend = (upper: Color, lower: Color) => Color

/** Which numbers these modes take of the upper layer; the others are the lower one's. */
const TAKEN: Readonly<Record<string, readonly (keyof Roles)[]>> = {
  Hue: ['hue'],
  Saturation: ['saturation'],
  Color: ['hue', 'saturation'],
  Luminosity: ['lightness'],
}

/** Whether a mode tells hue from saturation from lightness, so that a space where all numbers are alike has no use for it. */
export const needsRoles = (mode: BlendMode): boolean => Object.hasOwn(TAKEN, mode)

/**
 * A blend mode in a colour space.
 *
 * @param steps  refinements of the gamut's edge, where the space needs it
 */
export function createBlend(mode: BlendMode, space: ColorSpace, steps: number): Blend {
  const mix = pickMix(mode, space)
  return (upper, lower) => space.toSrgb(mix(space.parse(upper, steps), space.parse(lower, steps), upper, lower), steps)
}

/** From the two colours in the space to one in it; the same in sRGB for modes that look at colours as they are seen. */
type Mix = (upper: Color, lower: Color, upperRgb: Color, lowerRgb: Color) => Color

function pickMix(mode: BlendMode, { roles }: ColorSpace): Mix {
  if (mode === 'Lighten Only (EAL)') return (u, l, uRgb, lRgb) => (equivalentLightness(uRgb) < equivalentLightness(lRgb) ? l : u)
  if (mode === 'Darken Only (EAL)') return (u, l, uRgb, lRgb) => (equivalentLightness(uRgb) < equivalentLightness(lRgb) ? u : l)
  if (mode === 'Lighten Only') return roles ? (u, l) => (u[roles.lightness] < l[roles.lightness] ? l : u) : each(Math.max)
  if (mode === 'Darken Only') return roles ? (u, l) => (u[roles.lightness] < l[roles.lightness] ? u : l) : each(Math.min)
  const taken = TAKEN[mode]
  if (taken && roles) return (u, l) => taken.reduce((color, role) => replaceAt(color, roles[role], u[roles[role]]), l)
  const [formula, reach] = FORMULAS[mode] as readonly [Formula, Reach]
  if (roles === undefined) return each(formula)
  if (reach === 'all') return (u, l, ...rgb) => turnHue(each(formula)(u, l, ...rgb), roles)
  const { lightness } = roles
  return (u, l) => replaceAt(reach === 'upper lightness' ? u : l, lightness, formula(u[lightness], l[lightness]))
}

const each =
  (formula: Formula): Mix =>
  (u, l) => [formula(u[0], l[0]), formula(u[1], l[1]), formula(u[2], l[2])]

function replaceAt([a, b, c]: Color, at: 0 | 1 | 2, value: number): Color {
  return [at === 0 ? value : a, at === 1 ? value : b, at === 2 ? value : c]
}

const turnHue = (color: Color, { hue }: Roles): Color => replaceAt(color, hue, wrapDegrees(color[hue]))
