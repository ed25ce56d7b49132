/** Input or a root that cannot be seeded; the message is a sentence for whoever ran the command. */
export class SeedError extends Error {
  override readonly name = 'SeedError'
}
