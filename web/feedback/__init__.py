"""The customer's page: feedback on the service just given, by a signed link, without an account."""
