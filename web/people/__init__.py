"""People as routing needs to know them: focus areas, languages, areas, working time, teams.

Accounts are made by `polku person`.
"""
