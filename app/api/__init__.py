"""HTTP: thin routers over schemas, explanations and engine; one error shape; the walls."""
