import type { EngineNode } from '../engine-types.ts'
import { coreMetadata } from './core-metadata.ts'
import { metadataFieldExtractor, metadataFromImage } from './from-image.ts'
import { mergeMetadata, metadata, metadataItem } from './make-metadata.ts'
import { metadataItemLinked } from './metadata-item-linked.ts'
import { metadataToModel, metadataToScheduler, metadataToVae } from './to-models.ts'
import {
  metadataToBool,
  metadataToBoolCollection,
  metadataToFloat,
  metadataToFloatCollection,
  metadataToInteger,
  metadataToIntegerCollection,
  metadataToString,
  metadataToStringCollection,
} from './to-values.ts'

/** The nodes of this folder. */
export const METADATA_NODES: readonly EngineNode[] = [
  coreMetadata,
  metadata,
  metadataItem,
  metadataItemLinked,
  mergeMetadata,
  metadataFromImage,
  metadataFieldExtractor,
  metadataToString,
  metadataToStringCollection,
  metadataToInteger,
  metadataToIntegerCollection,
  metadataToFloat,
  metadataToFloatCollection,
  metadataToBool,
  metadataToBoolCollection,
  metadataToScheduler,
  metadataToModel,
  metadataToVae,
]
