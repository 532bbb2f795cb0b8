"""Enterprise services of an employment office: the service path, its services, feedback and aftercare."""
