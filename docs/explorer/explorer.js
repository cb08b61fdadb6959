"use strict";

window.addEventListener("load", function () {
  window.ui = SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#explorer",
    deepLinking: true,
    docExpansion: "list",
    filter: true,
    defaultModelsExpandDepth: 0,
    displayOperationId: false,
    displayRequestDuration: true,
    showCommonExtensions: true,
    // A key must not outlive the page.
    persistAuthorization: false,
    // The validator of Swagger UI is a service elsewhere.
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
});
