import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../app.js';

/** The OpenAPI document and a page to try it. The page loads nothing from other hosts. */
export function docsRoutes(app: App) {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { deepLinking: true },
    // The bar shows Swagger's logo and a field for another API's address.
    theme: {
      title: 'Lyzer ETL: API',
      css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  });
}
