"""The demo office, the demonstration of three customers' whole path, and a year of an office."""

from processes.business_services.demo.load import load
from processes.business_services.demo.story import run
from processes.business_services.demo.year import run_year

__all__ = ["load", "run", "run_year"]
