import { z } from 'zod'

/** The architectures that a model can be for. */
export type ModelBase = z.infer<typeof ModelBase>
export const ModelBase = z
  .enum([
    'any',
    'sd-1',
    'sd-2',
    'sd-3',
    'sdxl',
    'sdxl-refiner',
    'flux',
    'flux2',
    'cogview4',
    'z-image',
    'ernie-image',
    'ideogram-4',
    'external',
    'qwen-image',
    'anima',
    'krea-2',
    'wan',
    'unknown',
  ])
  .meta({ id: 'BaseModelType' })

/** The kinds of models. */
export type ModelType = z.infer<typeof ModelType>
export const ModelType = z
  .enum([
    'onnx',
    'main',
    'vae',
    'lora',
    'control_lora',
    'controlnet',
    'embedding',
    'ip_adapter',
    'clip_vision',
    'clip_embed',
    't2i_adapter',
    't5_encoder',
    'qwen3_encoder',
    'qwen_vl_encoder',
    'qwen3_vl_encoder',
    'mistral_encoder',
    'wan_t5_encoder',
    'gemma2_encoder',
    'spandrel_image_to_image',
    'siglip',
    'flux_redux',
    'llava_onevision',
    'prompt_enhancer',
    'text_llm',
    'external_image_generator',
    'pid_decoder',
    'unknown',
  ])
  .meta({ id: 'ModelType' })

/** How the weights of a model are laid out. */
export type ModelFormat = z.infer<typeof ModelFormat>
export const ModelFormat = z
  .enum([
    'omi',
    'diffusers',
    'checkpoint',
    'lycoris',
    'onnx',
    'olive',
    'embedding_file',
    'embedding_folder',
    'invokeai',
    't5_encoder',
    'qwen3_encoder',
    'qwen_vl_encoder',
    'qwen3_vl_encoder',
    'mistral_encoder',
    'wan_t5_encoder',
    'gemma2_encoder',
    'bnb_quantized_int8b',
    'bnb_quantized_nf4b',
    'gguf_quantized',
    'external_api',
    'sdnq_quantized',
    'unknown',
  ])
  .meta({ id: 'ModelFormat' })

/** The members of all architectures that differ in configuration, in one list: which fits which, classification knows. */
export type ModelVariant = z.infer<typeof ModelVariant>
export const ModelVariant = z
  .enum([
    'normal',
    'inpaint',
    'depth',
    'large',
    'gigantic',
    'schnell',
    'dev',
    'dev_fill',
    'klein_4b',
    'klein_4b_base',
    'klein_9b',
    'klein_9b_base',
    'turbo',
    'zbase',
    'krea2_turbo',
    'krea2_base',
    'generate',
    'edit',
    't2v_a14b',
    'i2v_a14b',
    'ti2v_5b',
    'a14b',
    '5b',
    'qwen3_4b',
    'qwen3_8b',
    'qwen3_06b',
    'cow_mistral3_small',
    'mistral3_24b',
    'res2k_sr4x',
    'res2kto4k_sr4x',
  ])
  .meta({ id: 'ModelVariant' })

/** What a denoiser predicts. */
export type PredictionType = z.infer<typeof PredictionType>
export const PredictionType = z.enum(['epsilon', 'v_prediction', 'sample']).meta({ id: 'SchedulerPredictionType' })

/** Which files of a repository were taken. */
export type RepoVariant = z.infer<typeof RepoVariant>
export const RepoVariant = z.enum(['', 'fp16', 'fp32', 'onnx', 'openvino', 'flax']).meta({ id: 'ModelRepoVariant' })

/** Where a model came from. */
export type ModelSourceType = z.infer<typeof ModelSourceType>
export const ModelSourceType = z.enum(['path', 'url', 'hf_repo_id', 'external']).meta({ id: 'ModelSourceType' })

/** The parts of a model that a graph can name. */
export type SubmodelType = z.infer<typeof SubmodelType>
export const SubmodelType = z
  .enum([
    'unet',
    'transformer',
    'transformer_2',
    'text_encoder',
    'text_encoder_2',
    'text_encoder_3',
    'tokenizer',
    'tokenizer_2',
    'tokenizer_3',
    'pe',
    'pe_tokenizer',
    'vae',
    'vae_decoder',
    'vae_encoder',
    'scheduler',
    'safety_checker',
  ])
  .meta({ id: 'SubModelType' })

/** What models can be ordered by. */
export type ModelOrder = z.infer<typeof ModelOrder>
export const ModelOrder = z
  .enum(['default', 'type', 'base', 'name', 'format', 'size', 'created_at', 'updated_at', 'path'])
  .meta({ id: 'ModelRecordOrderBy' })
