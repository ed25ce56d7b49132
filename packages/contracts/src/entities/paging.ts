import { z } from 'zod'

/** The two directions of an order. */
export type Direction = z.infer<typeof Direction>
export const Direction = z.enum(['ASC', 'DESC']).meta({ id: 'SQLiteDirection' })

/** A part of a list by offset; `total` counts all that match. The id names the schema in documents. */
export function offsetPage<Item extends z.ZodType>(id: string, item: Item) {
  return z.object({ items: z.array(item), offset: z.int(), limit: z.int(), total: z.int() }).meta({ id })
}

/** A part of a list by page number, from 0; `total` counts all that match. The id names the schema in documents. */
export function numberedPage<Item extends z.ZodType>(id: string, item: Item) {
  return z.object({ items: z.array(item), page: z.int(), pages: z.int(), per_page: z.int(), total: z.int() }).meta({ id })
}
