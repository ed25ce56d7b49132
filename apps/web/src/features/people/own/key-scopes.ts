/** What an API key can be good for, from least to most, in plain words. */
export const KEY_SCOPES = [
  { value: 'read', label: 'people:scopeRead', effect: 'people:scopeReadEffect' },
  { value: 'generate', label: 'people:scopeGenerate', effect: 'people:scopeGenerateEffect' },
  { value: 'manage', label: 'people:scopeManage', effect: 'people:scopeManageEffect' },
] as const

/** What an API key is good for at most; each scope includes those before it. */
export type KeyScope = (typeof KEY_SCOPES)[number]['value']

/** The most that some scopes allow. */
export function findScope(scopes: readonly KeyScope[]): (typeof KEY_SCOPES)[number] {
  return KEY_SCOPES.findLast(({ value }) => scopes.includes(value)) ?? KEY_SCOPES[0]
}
