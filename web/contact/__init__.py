"""A contact begins the service path of a customer."""
