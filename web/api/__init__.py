"""The API: what programs may ask and do, with a bearer token, at /api/v1."""
