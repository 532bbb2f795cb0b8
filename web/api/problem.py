"""Errors of the API as problem+json (RFC 9457): a title, the status, and a sentence that says what to do."""

from http import HTTPStatus
from typing import Any

import msgspec
from apiflask.exceptions import HTTPError
from flask import Flask, Response, request

from engine.errors import DeploymentRefused, Invalid, PolkuError
from web.api.blueprint import PREFIX
from web.api.door import Forbidden, TooManyAttempts, Unauthorized

MEDIA_TYPE = "application/problem+json"
OWN = {Unauthorized: 401, Forbidden: 403, TooManyAttempts: 429}
HEADERS = {401: {"WWW-Authenticate": 'Bearer realm="polku"'}, 429: {"Retry-After": "900"}, 503: {"Retry-After": "5"}}
SENTENCES = {
    404: "There is no such address or thing. The list of addresses is at /api/v1/docs.",
    405: "This address does not take that method. The list of addresses is at /api/v1/docs.",
    413: "The request is too large.",
    415: "Send JSON, with the header Content-Type: application/json.",
    500: "Something went wrong; it was written to the log. Send the same request again, with the same Idempotency-Key.",
    503: "The database does not answer. Nothing was done; send the same request again in some seconds.",
}


def is_api() -> bool:
    return request.path.startswith(f"{PREFIX}/")


def problem(status: int, sentence: str = "", **more: Any) -> Response:
    """The answer for an error. `more` are members of this kind of problem only."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body |= {"detail": sentence or SENTENCES.get(status, f"{HTTPStatus(status).description}."), **more}
    answer = Response(msgspec.json.encode(body), status, mimetype=MEDIA_TYPE)
    answer.headers.update(HEADERS.get(status, {}))
    return answer


def of_polku(error: PolkuError, status: int) -> Response:
    more: dict[str, Any] = {}
    match error:
        case Invalid():
            more = {"errors": error.errors}
        case DeploymentRefused():
            more = {
                "problems": [
                    {
                        "file": file,
                        "code": found.code,
                        "element": found.element,
                        "line": found.line,
                        "severity": str(found.severity),
                        "sentence": found.sentence,
                        "remedy": found.remedy,
                    }
                    for file, found in error.problems
                ]
            }
    return problem(status, str(error), **more)


def of_input(error: HTTPError) -> Response:
    """What a schema did not let pass, with a sentence for each field."""
    errors = dict(flattened(error.detail))
    sentence = " ".join(f"{field}: {text}" for field, text in errors.items()) or SENTENCES.get(error.status_code, "")
    return problem(error.status_code, sentence, **({"errors": errors} if errors else {}))


def flattened(detail: Any, path: str = "") -> list[tuple[str, str]]:
    """(field, sentence) of marshmallow's nested messages; the place of the input (json, query) is left out."""
    if isinstance(detail, dict):
        found = []
        for name, inner in detail.items():
            here = path if not path and name in ("json", "query", "headers") else f"{path}.{name}".lstrip(".")
            found += flattened(inner, here)
        return found
    texts = detail if isinstance(detail, list) else [detail]
    return [(path.replace("._schema", "").replace("_schema", "body"), " ".join(str(text) for text in texts))]


def install(app: Flask) -> None:
    app.register_error_handler(HTTPError, of_input)
