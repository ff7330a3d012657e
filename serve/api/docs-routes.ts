import swaggerUi from '@fastify/swagger-ui';
import type { Api } from '../server.js';

/** The OpenAPI document, and a page to try it. Both come from this server, none from elsewhere. */
export function docsRoutes(app: Api) {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.register(swaggerUi, { routePrefix: '/docs', uiConfig: { deepLinking: true } });
}
