declare module '@fastify/swagger-ui/static/swagger-ui-bundle.js' {
  /** Shows an OpenAPI document; the options are those of Swagger UI. */
  export default function showInterface(options: Readonly<Record<string, unknown>>): unknown
}
