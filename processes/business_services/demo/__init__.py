"""The demo office, the demonstration of three customers' whole path, and a year of an office."""

from processes.business_services.demo.load import load
from processes.business_services.demo.running import run_year
from processes.business_services.demo.story import run

__all__ = ["load", "run", "run_year"]
