export { chooseLanguage, currentLanguage, LANGUAGES, type Language, startTexts } from './language.ts'
export { type Say, sayText, type TextKey, useText } from './text-key.ts'
