"""Forms (form-js schema): what a form asks, what it starts with, and whether the answers will do."""

from engine.forms.check import check
from engine.forms.errors import FieldError, sentence
from engine.forms.initial import initial
from engine.forms.read import read_form

__all__ = ["FieldError", "check", "initial", "read_form", "sentence"]
