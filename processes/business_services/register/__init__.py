"""The customer register: companies, their contact persons, and everything that happened with them."""
