import { GraphError } from '../errors.ts'
import type { ImageToImageForm, InpaintForm, MaskedForm, Recipe, TextToImageForm } from './form.ts'
import { buildImageToImageGraph } from './image-to-image.ts'
import { buildInpaintGraph } from './inpaint.ts'
import { buildMaskedGraph } from './masked.ts'
import { buildTextToImageGraph } from './text-to-image.ts'

type Build<Form> = (form: Form, newSuffix: () => string) => Recipe

/** The ways of making a picture that there are for models of a base; one that is left out cannot be asked for. */
export interface Recipes {
  readonly textToImage?: Build<TextToImageForm>
  readonly imageToImage?: Build<ImageToImageForm>
  /** A part of a picture, with edges that fade. */
  readonly inpaint?: Build<InpaintForm>
  /** A part of a picture, exact to the pixel. */
  readonly masked?: Build<MaskedForm>
}

const STABLE_DIFFUSION: Recipes = {
  textToImage: buildTextToImageGraph,
  imageToImage: buildImageToImageGraph,
  inpaint: buildInpaintGraph,
  masked: buildMaskedGraph,
}

const BY_BASE: Readonly<Record<string, Recipes>> = { 'sd-1': STABLE_DIFFUSION, 'sd-2': STABLE_DIFFUSION }

/** The ways of making a picture with models of a base, as records of models name it; none for bases that nothing is built for. */
export function findRecipes(base: string): Recipes {
  return Object.hasOwn(BY_BASE, base) ? (BY_BASE[base] ?? {}) : {}
}

/** What a person fills in, whatever the way: what is in it tells which. */
export type PictureForm = TextToImageForm | ImageToImageForm | InpaintForm | MaskedForm

/**
 * The graph that makes the picture of a form. Which nodes that takes, the base of the form's model decides; which way, what the form
 * has: a mask, an image to start from, or a text alone.
 *
 * @param newSuffix  a short random text, new with every call, for ids
 * @throws GraphError `graph_invalid` where nothing is built for the model's base
 */
export function buildGraph(form: PictureForm, newSuffix: () => string): Recipe {
  const { textToImage, imageToImage, inpaint, masked } = findRecipes(form.model.base)
  const recipe =
    'mask' in form
      ? 'isExact' in form
        ? masked?.(form, newSuffix)
        : inpaint?.(form, newSuffix)
      : 'image' in form
        ? imageToImage?.(form, newSuffix)
        : textToImage?.(form, newSuffix)
  if (recipe === undefined) {
    const { name, base } = form.model
    throw new GraphError(
      'graph_invalid',
      `${name} cannot make this picture: nothing here paints so with ${base}. Choose another model.`,
    )
  }
  return recipe
}
