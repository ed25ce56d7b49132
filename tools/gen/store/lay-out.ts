const CLAUSES = 'from|(?:left |inner |cross )?join|where|group by|order by|union(?: all)?|limit|on conflict|returning|set|values'
/** A text, a parenthesis, a clause, a comma, a word, a space. */
const PARTS = new RegExp(`'[^']*'|[()]| (?:${CLAUSES})\\b|, ?|[^()', ]+| `, 'g')
const NAME = String.raw`(?:(?:\w+\.)?\w+(?: as \w+)?|'\w+')`
/** Nine names and more, one behind the other. */
const LIST = new RegExp(`${NAME}(?:, ${NAME}){8,}`, 'g')
const NOW = /strftime\('%Y-%m-%d %H:%M:%f', 'now'\)/g
const WIDTH = 120

/** What `createLayout` leaves out, in words. */
export const SHORTENED = '`…` stands for columns that were named before, `now` for this moment as times are stored'

/**
 * Lays statements out for readers, one after the other: a short one in one line, a longer one with a line for each clause, queries
 * within it further in. Long lists of columns are written out once.
 */
export function createLayout(): (sql: string) => string {
  const lists: string[] = []
  const shortenList = (list: string): string => {
    const known = lists.find((one) => list === one || list.startsWith(`${one}, `))
    if (known === undefined) {
      lists.push(list)
      return list
    }
    return `${known.slice(0, known.indexOf(','))}, …${list.slice(known.length)}`
  }
  return (sql) => {
    const flat = sql.replace(/\s+/g, ' ').replaceAll('"', '').replaceAll('( ', '(').replaceAll(' )', ')').trim()
    return breakLines(flat.replace(NOW, 'now').replace(LIST, shortenList))
  }
}

function breakLines(flat: string): string {
  if (flat.length <= WIDTH) return flat
  const lines: string[] = []
  // whether each parenthesis that is open holds a query
  const open: boolean[] = []
  let line = ''
  const breakLine = (begin = '') => {
    if (line.trim() !== '') lines.push(line.trimEnd())
    line = '  '.repeat(open.filter(Boolean).length) + begin
  }
  for (const { 0: part, index } of flat.matchAll(PARTS)) {
    if (part === '(') {
      line += part
      open.push(/^(?:select|with)\b/.test(flat.slice(index + 1)))
      if (open.at(-1)) breakLine()
    } else if (part === ')') {
      if (open.pop()) breakLine()
      line += part
    } else if (/^ \w/.test(part) && open.at(-1) !== false) {
      breakLine(part.trimStart())
      if (part.startsWith(' union')) breakLine()
    } else if (part !== ' ' || line.trim() !== '') {
      line += part
      if (part.startsWith(',') && line.length > WIDTH - 20) breakLine('  ')
    }
  }
  breakLine()
  return lines.join('\n')
}
