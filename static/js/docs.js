/** The API reference: /openapi.json, written out. */

/** An element with attributes and children; strings become text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Text with `code` and *emphasis*. */
function prose(text = "") {
  return text.split(/(`[^`]+`|\*[^*]+\*)/).filter(Boolean).map((piece) => {
    if (piece.startsWith("`")) return make("code", {}, piece.slice(1, -1));
    return piece.length > 1 && piece.startsWith("*") ? make("em", {}, piece.slice(1, -1)) : piece;
  });
}

/** The name of a schema, as a link to it where it has a section of its own. */
function typeOf(schema) {
  if (schema === undefined) return "anything";
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1);
    return make("a", { href: `#${name}` }, name);
  }
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return make("span", {}, ...options.flatMap((option, i) => (i ? [" | ", typeOf(option)] : [typeOf(option)])));
  if (schema.type === "array") return make("span", {}, "list of ", typeOf(schema.items));
  return schema.format ?? schema.type ?? "anything";
}

/** Names on the left, what they mean on the right. */
function definitions(rows) {
  return make("dl", {}, ...rows.flatMap(({ name, required, schema, description, example }) => [
    make("dt", {}, name),
    make("dd", {},
      make("small", {}, typeOf(schema), required ? ", required" : [undefined, ""].includes(schema?.default) ? "" : `, default ${JSON.stringify(schema.default)}`),
      make("div", {}, ...prose(description ?? schema?.description)),
      example === undefined ? "" : make("small", {}, `for example ${example}`)),
  ]));
}

/** The line that calls an endpoint with its example. */
function curl(path, method, operation) {
  const parameters = operation.parameters ?? [];
  const filled = path.replace(/\{(\w+)\}/g, (whole, name) => parameters.find((each) => each.name === name)?.example ?? whole);
  const query = parameters.filter((each) => each.in === "query" && each.example !== undefined);
  const body = operation.requestBody?.content["application/json"].example;
  const queryOption = body === undefined ? "--data-urlencode" : "--url-query";
  return [
    `curl ${body === undefined && query.length ? "-G " : ""}${location.origin}${filled}`,
    ...query.map((each) => `${queryOption} '${each.name}=${each.example}'`),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(body)}'`]),
  ].join(" \\\n  ");
}

function operationSection(path, method, operation) {
  const parameters = operation.parameters ?? [];
  const [status, reply] = Object.entries(operation.responses)[0];
  const body = operation.requestBody?.content["application/json"];
  return make("section", { class: "operation", id: operation.operationId },
    make("h3", {}, make("span", { class: "method" }, method.toUpperCase()), path),
    make("p", { class: "text" }, ...prose(operation.description)),
    ...(parameters.length ? [make("h4", {}, "Parameters"), definitions(parameters)] : []),
    ...(body ? [make("h4", {}, "Body"), make("div", {}, typeOf(body.schema))] : []),
    make("h4", {}, `Answer ${status}`),
    definitions(Object.entries(reply.content).map(([name, content]) => ({ name, schema: content.schema }))),
    make("h4", {}, "Example"),
    make("pre", { tabindex: "0" }, curl(path, method, operation)));
}

function schemaSection(name, schema) {
  const rows = Object.entries(schema.properties ?? {}).map(([key, property]) => (
    { name: key, required: schema.required?.includes(key), schema: property }));
  return make("section", { class: "operation", id: name },
    make("h3", {}, name), make("p", { class: "text" }, ...prose(schema.description)), definitions(rows));
}

const reference = document.getElementById("reference");
const specification = await (await fetch("/openapi.json")).json();
const operations = Object.entries(specification.paths)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
const tags = [...new Set(operations.map(({ operation }) => operation.tags[0]))];
reference.replaceChildren(
  make("p", { class: "text" }, ...prose(specification.info.description)),
  ...tags.flatMap((tag) => [
    make("h2", {}, tag),
    ...operations.filter(({ operation }) => operation.tags[0] === tag)
      .map(({ path, method, operation }) => operationSection(path, method, operation)),
  ]),
  make("h2", {}, "schemas"),
  ...Object.entries(specification.components.schemas).map(([name, schema]) => schemaSection(name, schema)));
reference.removeAttribute("aria-busy");
