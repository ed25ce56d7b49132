// The page of the interface: Swagger UI over the server's own OpenAPI document.
import '@fastify/swagger-ui/static/swagger-ui.css'
import showInterface from '@fastify/swagger-ui/static/swagger-ui-bundle.js'

showInterface({
  dom_id: '#docs',
  url: new URL('openapi.json', document.baseURI).href,
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  filter: true,
  // it would ask a server of others
  validatorUrl: null,
})
