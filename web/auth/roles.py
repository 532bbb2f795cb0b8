"""The roles by the names that people know them by."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext

from web.auth.rights import ADMINISTRATOR, AUDITOR, CLIENT, EXPERT, JOB_WORKER, MANAGER, OWNER

NAMES: Mapping[str, Any] = {
    EXPERT: lazy_gettext("expert"),
    MANAGER: lazy_gettext("service manager"),
    OWNER: lazy_gettext("process owner"),
    AUDITOR: lazy_gettext("auditor"),
    ADMINISTRATOR: lazy_gettext("administrator"),
    JOB_WORKER: lazy_gettext("program that does jobs"),
    CLIENT: lazy_gettext("program that starts and asks"),
}


def role_name(role: str) -> str:
    return str(NAMES.get(role, role))


def install(app: Flask) -> None:
    app.jinja_env.globals["role_name"] = role_name
