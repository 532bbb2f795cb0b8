"""A person's due dates and absences for their own calendar program, behind a link that only they know."""
