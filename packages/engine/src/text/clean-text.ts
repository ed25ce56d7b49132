/*
 * Text is cleaned the way the field's reference tokenizer does without its optional repair library, character by character;
 * Unicode classes are those of the JavaScript engine. Soft hyphens, joiners of emoji, tags and private characters count as
 * control characters and go.
 */

const SPACE = /[\t\n\r\p{Zs}]/gu
/** Class "other": control, format, private, unassigned, lone surrogates. */
const CONTROL = /[\p{C}\uFFFD]/gu
/**
 * What stands before a run of combining marks, and up to 256 of them. Sorting marks takes quadratic time, so that a prompt of
 * nothing else would hold up the process for minutes; no writing comes near that many, and shorter runs are not cut.
 */
const NORMALIZED_AT_ONCE = /\P{M}*\p{M}{0,256}/gu
/**
 * Line and paragraph separators are no white space to the reference but do end words. So does U+0345, the iota below, where it
 * is left alone: ignoring case it is a letter, so it is neither one nor anything else.
 */
const WORD_END = /\u2028|\u2029|\u0345/g
const IDEOGRAPH =
  /[\u4E00-\u9FFF\u3400-\u4DBF\uF900-\uFAFF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B820}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu

/**
 * A prompt as the tokenizer sees it: control characters gone, every white space a plain space, CJK ideographs standing alone,
 * in normal form C and lower case. Spaces are neither folded nor trimmed.
 */
export function cleanText(text: string): string {
  return text
    .replace(SPACE, ' ')
    .replace(CONTROL, '')
    .replace(IDEOGRAPH, ' $& ')
    .replace(NORMALIZED_AT_ONCE, (piece) => piece.normalize('NFC'))
    .toLowerCase()
    .replace(WORD_END, ' ')
}
