"""Jobs: the work that diagrams give to named Python handlers, and the clock that makes everything due happen."""

from engine.jobs.data_stores import DataStore
from engine.jobs.handlers import BpmnError, Handler, Job, handler, handlers

__all__ = ["BpmnError", "DataStore", "Handler", "Job", "handler", "handlers"]
