export { chooseLanguage, currentLanguage, LANGUAGES, type Language, startTexts } from './language.ts'
export { sayText, type TextKey, useText } from './text-key.ts'
