"""The studio: diagrams, decision tables and forms are drawn, checked and released as new versions."""
