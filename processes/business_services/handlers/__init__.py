"""The job types of the diagrams. Importing this package registers their handlers."""

from processes.business_services.handlers import contacts, customership, experts, feedback, letters, services

__all__ = ["contacts", "customership", "experts", "feedback", "letters", "services"]
