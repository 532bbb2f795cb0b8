"""What the API can do, written by itself: an OpenAPI document, and a page that shows it."""

from typing import Any, cast

from apiflask import APIFlask
from flask import Response, current_app, jsonify, render_template

from web.api.blueprint import SECURITY, bp


@bp.get("/openapi.json")
@bp.doc(hide=True)
def spec() -> Response:
    return jsonify(document())


@bp.get("/docs")
@bp.doc(hide=True)
def docs() -> str:
    return render_template("api/docs.html", spec=document(), operations=operations(document()))


def document() -> dict[str, Any]:
    return cast(dict[str, Any], cast(APIFlask, current_app).spec)


def operations(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The addresses in their order, each with its method and what the document says of it."""
    return [
        {"method": method.upper(), "path": path, **told, "body": body_of(told, spec)}
        for path, methods in spec["paths"].items()
        for method, told in methods.items()
    ]


def body_of(told: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    """The fields of the request's body: name → its schema, with `required` in it."""
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    schema = spec.get("components", {}).get("schemas", {}).get(name, {})
    required = schema.get("required", [])
    return {field: {**inner, "required": field in required} for field, inner in schema.get("properties", {}).items()}


def install(app: APIFlask) -> None:
    app.security_schemes = SECURITY
    app.config.update(
        AUTO_404_RESPONSE=False,
        VALIDATION_ERROR_DESCRIPTION="Something must be corrected",
        HTTP_ERROR_SCHEMA={
            "type": "object",
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "errors": {"type": "object"},
            },
        },
    )
