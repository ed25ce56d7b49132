/** Whether a prompt has choices in it: `{red|green} apple`. */
export const hasVariants = (prompt: string) => /\{[^{}]*\|[^{}]*\}/.test(prompt)
