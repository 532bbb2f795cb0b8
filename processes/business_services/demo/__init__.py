"""The demo office, and the demonstration of three customers' whole path."""

from processes.business_services.demo.load import load
from processes.business_services.demo.story import run

__all__ = ["load", "run"]
