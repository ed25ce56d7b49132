/*
 * What may flow along an edge. Null is not part of it: whether a value may be absent is the field's own affair.
 */

/** The kind of value that a field takes or gives. */
export type ValueType =
  | { readonly kind: 'any' | 'boolean' | 'integer' | 'float' | 'string' }
  | { readonly kind: 'enum'; readonly members: readonly string[] }
  | { readonly kind: 'object'; readonly name: string }
  | { readonly kind: 'list'; readonly item: ValueType }
  | { readonly kind: 'union'; readonly members: readonly ValueType[] }

/** The type that says nothing. */
export const ANY: ValueType = { kind: 'any' }

/** A type in the words of an error text: `integer`, `ImageField`, `[string]`. */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'enum':
      return 'enum'
    case 'object':
      return type.name
    case 'list':
      return `[${describeType(type.item)}]`
    case 'union':
      return type.members.map(describeType).join(' or ')
    default:
      return type.kind
  }
}

const membersOf = (type: ValueType): readonly ValueType[] => (type.kind === 'union' ? type.members : [type])

function isWithin(from: ValueType, to: ValueType): boolean {
  if (from.kind === 'any' || to.kind === 'any') return true
  // a truth value is a whole number to every client of the reference
  if (from.kind === 'boolean') return to.kind === 'boolean' || to.kind === 'integer'
  if (from.kind === 'enum') {
    return to.kind === 'string' || (to.kind === 'enum' && from.members.every((member) => to.members.includes(member)))
  }
  if (from.kind === 'object') return to.kind === 'object' && from.name === to.name
  if (from.kind === 'list') return to.kind === 'list' && isSubtype(from.item, to.item)
  return from.kind === to.kind
}

/** Whether every value of `from` is a value of `to` as it is: the same type, a member of a union, a smaller enum. */
function isSubtype(from: ValueType, to: ValueType): boolean {
  return membersOf(from).every((one) => membersOf(to).some((other) => isWithin(one, other)))
}

function isConvertible(from: ValueType, to: ValueType): boolean {
  if (isWithin(from, to)) return true
  if (from.kind === 'list') return to.kind === 'list' && fitsInto(from.item, to.item)
  if (from.kind === 'integer') return to.kind === 'float' || to.kind === 'string'
  return from.kind === 'float' && to.kind === 'string'
}

/**
 * Whether an edge may lead from an output of type `from` to an input of type `to`. Beyond subtypes: integers into floats, numbers into
 * strings, and a union into an input that takes one of its members, where the value decides when it comes.
 */
export function fitsInto(from: ValueType, to: ValueType): boolean {
  const targets = membersOf(to)
  return (
    membersOf(from).every((one) => targets.some((other) => isConvertible(one, other))) ||
    (targets.length === 1 && membersOf(from).some((one) => isSubtype(one, to)))
  )
}

/** The type of what a list of this type holds; undefined when it is no list. Of a union, its lists count. */
export function itemTypeOf(type: ValueType): ValueType | undefined {
  if (type.kind === 'any') return ANY
  const items = membersOf(type).flatMap((member) => (member.kind === 'list' ? membersOf(member.item) : []))
  return items.length > 1 ? { kind: 'union', members: items } : items[0]
}

/** The widest of some types, the one that all others are subtypes of; undefined when there is none. Any is no witness. */
export function widestType(types: readonly ValueType[]): ValueType | undefined {
  const known = types.filter((type) => type.kind !== 'any')
  if (known.length === 0) return ANY
  let widest = known[0] as ValueType
  for (const type of known) if (!isSubtype(type, widest)) widest = type
  return known.every((type) => isSubtype(type, widest)) ? widest : undefined
}

/** How many lists lie inside each other in a type: 0 for what is no list. */
export function countLists(type: ValueType): number {
  if (type.kind === 'union') return Math.max(...type.members.map(countLists))
  return type.kind === 'list' ? 1 + countLists(type.item) : 0
}
