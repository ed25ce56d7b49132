/*
 * What a node editor of the reference makes of the OpenAPI document: its node templates. Written after the rules of those editors, and
 * of nothing that this project knows of its own nodes.
 */

/** A JSON object of the document, whatever is in it. */
export type DocumentPart = { readonly [key: string]: unknown }

/** How many values a field takes or gives. */
export type Cardinality = 'SINGLE' | 'COLLECTION' | 'SINGLE_OR_COLLECTION'

/** The type of a field, as an editor compares it. */
export interface TemplateType {
  readonly name: string
  readonly cardinality: Cardinality
}

/** A field of a node that the editor shows. */
export interface FieldTemplate {
  readonly type: TemplateType
  readonly input: unknown
  readonly isRequired: unknown
  readonly default: unknown
  readonly choices: readonly unknown[] | undefined
}

/** A node that the editor offers. */
export interface NodeTemplate {
  readonly type: string
  readonly title: string
  readonly category: string
  readonly version: string
  readonly nodePack: string
  readonly classification: string
  readonly useCache: boolean
  readonly inputs: Readonly<Record<string, FieldTemplate>>
  readonly outputType: string
  readonly outputs: Readonly<Record<string, FieldTemplate>>
}

/** What an editor makes of a document. */
export interface ReadTemplates {
  readonly templates: readonly NodeTemplate[]
  /** Fields and nodes that it would leave out with a warning, and why. */
  readonly warnings: readonly string[]
}

const NEVER_INPUTS = ['id', 'type', 'use_cache']
const NEVER_NODES = ['graph', 'linear_ui_output']
const PRIMITIVES: Readonly<Record<string, string>> = {
  integer: 'IntegerField',
  number: 'FloatField',
  string: 'StringField',
  boolean: 'BooleanField',
}
const REF = '#/components/schemas/'

/** Builds the templates of all nodes of a document. */
export function readTemplates(document: DocumentPart): ReadTemplates {
  const schemas = asPart(asPart(document.components).schemas)
  const warnings: string[] = []
  const templates = Object.values(schemas)
    .map(asPart)
    .filter((schema) => schema.class === 'invocation')
    .flatMap((schema) => readNode(schema, schemas, (text) => warnings.push(text)) ?? [])
  return { templates, warnings }
}

function readNode(schema: DocumentPart, schemas: DocumentPart, warn: (text: string) => void): NodeTemplate | undefined {
  const properties = asPart(schema.properties)
  const type = asText(asPart(properties.type).default)
  if (NEVER_NODES.includes(type)) return undefined
  const output = asPart(schemas[nameOfRef(asPart(schema.output)) ?? ''])
  if (output.class !== 'output') {
    warn(`${type}: its output is no output`)
    return undefined
  }
  const outputs = asPart(output.properties)
  return {
    type,
    title: asText(schema.title).replace(/Invocation$/, ''),
    category: schema.category === undefined ? 'other' : asText(schema.category),
    version: asText(schema.version),
    nodePack: asText(schema.node_pack),
    classification: asText(schema.classification),
    useCache: asPart(properties.use_cache).default === true,
    inputs: readFields(properties, (name, property) => {
      const isHidden = NEVER_INPUTS.includes(name) || (type === 'iterate' && name === 'index')
      if (isHidden || property.ui_type === 'IsIntermediate') return undefined
      if (property.field_kind === undefined) warn(`${type}.${name}: without field_kind`)
      return property.field_kind === undefined ? undefined : readField(`${type}.${name}`, property, warn)
    }),
    outputType: asText(asPart(outputs.type).default),
    outputs: readFields(outputs, (name, property) =>
      name === 'type' ? undefined : readField(`${type} gives ${name}`, property, warn),
    ),
  }
}

function readFields(
  properties: DocumentPart,
  read: (name: string, property: DocumentPart) => FieldTemplate | undefined,
): Record<string, FieldTemplate> {
  const fields = Object.entries(properties).map(([name, property]) => [name, read(name, asPart(property))] as const)
  return Object.fromEntries(fields.flatMap(([name, field]) => (field === undefined ? [] : [[name, field]])))
}

function readField(where: string, property: DocumentPart, warn: (text: string) => void): FieldTemplate | undefined {
  const type = typeof property.ui_type === 'string' ? typeOfHint(property.ui_type) : typeOfSchema(property)
  if (type === undefined) {
    warn(`${where}: a type that editors do not know`)
    return undefined
  }
  return {
    type,
    input: property.input,
    isRequired: property.orig_required,
    default: property.default,
    choices: readChoices(property),
  }
}

function readChoices(property: DocumentPart): readonly unknown[] | undefined {
  const members = Array.isArray(property.anyOf) ? property.anyOf.map(asPart) : [property]
  const choices = members.find((member) => member.enum !== undefined)?.enum
  return Array.isArray(choices) ? choices : undefined
}

function typeOfHint(name: string): TemplateType {
  return { name, cardinality: name === 'CollectionField' ? 'COLLECTION' : 'SINGLE' }
}

function typeOfSchema(schema: DocumentPart): TemplateType | undefined {
  if (schema.const !== undefined || schema.enum !== undefined) return { name: 'EnumField', cardinality: 'SINGLE' }
  const name = typeof schema.type === 'string' ? PRIMITIVES[schema.type] : (nameOfRef(schema) ?? nameOfAll(schema))
  if (name !== undefined) return { name, cardinality: 'SINGLE' }
  if (schema.type === 'array') return typeOfList(asPart(schema.items))
  if (!Array.isArray(schema.anyOf)) return undefined
  const members = schema.anyOf.map(asPart).filter((member) => member.type !== 'null')
  const types = members.map(typeOfSchema)
  if (types.length === 1) return types[0]
  const [one, many] = [...types].sort((a, b) => (a?.cardinality === b?.cardinality ? 0 : a?.cardinality === 'SINGLE' ? -1 : 1))
  const isEither = types.length === 2 && one?.name === many?.name && one?.cardinality === 'SINGLE'
  return isEither && many?.cardinality === 'COLLECTION' ? { name: one.name, cardinality: 'SINGLE_OR_COLLECTION' } : undefined
}

function typeOfList(items: DocumentPart): TemplateType | undefined {
  const name = nameOfRef(items) ?? (typeof items.type === 'string' ? PRIMITIVES[items.type] : undefined)
  return name === undefined ? undefined : { name, cardinality: 'COLLECTION' }
}

function nameOfAll({ allOf }: DocumentPart): string | undefined {
  return Array.isArray(allOf) && allOf.length === 1 ? nameOfRef(asPart(allOf[0])) : undefined
}

function nameOfRef({ $ref }: DocumentPart): string | undefined {
  return typeof $ref === 'string' && $ref.startsWith(REF) ? $ref.slice(REF.length) : undefined
}

function asPart(value: unknown): DocumentPart {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as DocumentPart
  return {}
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError(`${JSON.stringify(value)} should be a text`)
}
