"""The place of auditors; each group of its pages has a module of its own."""

from flask import Blueprint

bp = Blueprint("audit", __name__, template_folder="templates")
