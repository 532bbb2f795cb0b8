"""The API as a whole: its views, its door, and how it tells errors."""

from apiflask import APIFlask

from web.api import definitions, door, incidents, instances, jobs, messages, problem, spec, work_items
from web.api.blueprint import bp
from web.security import csrf

#: Importing these puts their views on the blueprint.
PARTS = (definitions, instances, work_items, messages, jobs, incidents, spec)


def install(app: APIFlask, threads: int) -> None:
    door.install(app)
    jobs.install(app, threads)
    problem.install(app)
    spec.install(app)
    app.register_blueprint(bp)
    # A browser never sends a bearer token by itself, and no cookie opens anything here: nothing can be forged.
    csrf.exempt(bp)
