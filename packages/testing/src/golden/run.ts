import type { Runtime } from '@bottega/engine'
import { readModel } from './case-files.ts'
import { runAutoencoderCase, runTinyAutoencoderCase } from './cases/autoencoder.ts'
import { runPipelineCase, runPromptWeightsCase } from './cases/pipelines.ts'
import { runSchedulerFamily } from './cases/schedulers.ts'
import { runSingleFileCase } from './cases/single-file.ts'
import { runTextEncoderCase } from './cases/text-encoder.ts'
import { runTokenizerCase } from './cases/tokenizer.ts'
import { runUnetCase } from './cases/unet.ts'
import { type Comparison, isWithin } from './comparison.ts'
import type { GoldenCase, GoldenSet } from './index-file.ts'

/** What became of one case. */
export interface GoldenResult {
  /** `GROUP/NAME`; the tokenizer's vectors are one case of the group's name alone. */
  readonly id: string
  readonly status: 'pass' | 'fail' | 'unsupported'
  /** Why it is unsupported, or what went wrong. */
  readonly reason?: string
  /** The output that is furthest from its tolerance. */
  readonly worst?: Comparison
}

/** A case that can be run: its id, and how. */
export interface GoldenTask {
  readonly id: string
  run(runtime: Runtime): Promise<GoldenResult>
}

type CaseRunner = (folder: string, goldenCase: GoldenCase, runtime: Runtime) => Promise<Comparison[]>

const TEXT_PIPELINES = ['StableDiffusionPipeline', 'StableDiffusionImg2ImgPipeline', 'StableDiffusionInpaintPipeline']

/** How each class of the reference is run here. A class that is not in the table is unsupported. */
const RUNNERS: Readonly<Record<string, CaseRunner>> = {
  CLIPTextModel: runTextEncoderCase,
  CLIPTextModelWithProjection: runTextEncoderCase,
  UNet2DConditionModel: runUnetCase,
  AutoencoderKL: runAutoencoderCase,
  AutoencoderTiny: runTinyAutoencoderCase,
  'UNet2DConditionModel, AutoencoderKL, CLIPTextModel': runSingleFileCase,
  ...Object.fromEntries(TEXT_PIPELINES.map((name) => [name, runPipelineCase])),
}

/** Every case of a set, in the order of its index. */
export function listTasks(set: GoldenSet): GoldenTask[] {
  const { tokenizer, folder } = set
  return [
    ...(tokenizer === undefined ? [] : [task('A-tokenizer', () => runTokenizerCase(folder, tokenizer.path, tokenizer.vectors))]),
    ...set.cases.map((goldenCase) => caseTask(folder, goldenCase)),
    ...set.families.map((family) => task(`${family.group}/${family.name}`, () => runSchedulerFamily(folder, family))),
  ]
}

function caseTask(folder: string, goldenCase: GoldenCase): GoldenTask {
  const id = `${goldenCase.group}/${goldenCase.name}`
  const runner = goldenCase.class.startsWith('compel.') ? runPromptWeightsCase : RUNNERS[goldenCase.class]
  return {
    id,
    async run(runtime) {
      const reason =
        runner === undefined ? `${goldenCase.class} is not part of this version` : await findUnsupported(folder, goldenCase)
      if (runner === undefined || reason !== undefined)
        return { id, status: 'unsupported', ...(reason !== undefined && { reason }) }
      return task(id, () => runner(folder, goldenCase, runtime)).run(runtime)
    },
  }
}

/** What a case asks for beyond its class. */
async function findUnsupported(folder: string, { class: className, models, inputs }: GoldenCase): Promise<string | undefined> {
  if (inputs.includes('vectors')) return 'textual inversion is not part of this version'
  if (className !== 'UNet2DConditionModel') return undefined
  const { config } = await readModel(folder, models[0] ?? '').catch(() => ({ config: undefined }))
  const added =
    typeof config === 'object' && config !== null && 'addition_embed_type' in config ? config.addition_embed_type : null
  return added === null ? undefined : `a U-Net with added ${String(added)} embeddings is not part of this version`
}

function task(id: string, compare: () => Promise<Comparison[]>): GoldenTask {
  return {
    id,
    async run() {
      try {
        return judge(id, await compare())
      } catch (error) {
        return { id, status: 'fail', reason: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}

/** A case passes when every one of its outputs does, and there is at least one. */
function judge(id: string, compared: readonly Comparison[]): GoldenResult {
  const [first] = compared
  if (first === undefined) return { id, status: 'fail', reason: 'nothing was compared' }
  const strain = ({ error, tolerance, fault }: Comparison) =>
    fault !== undefined
      ? Number.POSITIVE_INFINITY
      : tolerance === 0
        ? error === 0
          ? 0
          : Number.POSITIVE_INFINITY
        : error / tolerance
  const worst = compared.reduce((most, comparison) => (strain(comparison) > strain(most) ? comparison : most), first)
  return { id, status: compared.every(isWithin) ? 'pass' : 'fail', worst }
}
