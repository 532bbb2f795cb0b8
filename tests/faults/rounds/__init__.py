"""A process application for random kills: customers come to everything that the engine can be killed in."""
