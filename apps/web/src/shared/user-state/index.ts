export { defineSection } from './section.ts'
export { createUserState, type UserState } from './user-state.ts'
export { getSection, UserStateProvider, useSection, useUserState } from './user-state-provider.tsx'
