"""Scenarios: what people do in stories of the office, and what must come of it, told in YAML (`../scenarios`)."""

from processes.business_services.scenario.run import run

__all__ = ["run"]
