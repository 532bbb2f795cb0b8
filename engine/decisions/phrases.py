"""What can be wrong with a decision model, by its code: the sentence and the remedy, to be filled in and translated."""

from __future__ import annotations

from engine.feel.inference.phrases import PHRASES as TYPE_PHRASES

PHRASES: dict[str, tuple[str, str]] = {
    "dmn-too-large": ("The file is larger than {limit} bytes.", "Split the model; use imports."),
    "dmn-not-xml": ("The file is not XML: {reason}.", "Export the model again."),
    "dmn-doctype": ("The file has a document type declaration.", "Remove the DOCTYPE line."),
    "dmn-no-model": (
        "The file is no decision model: its root is not definitions of DMN 1.1 to 1.5.",
        "Export the model as DMN.",
    ),
    "dmn-import-missing": (
        "The imported model {namespace} is neither deployed nor among these files.",
        "Deploy it together with this file.",
    ),
    "dmn-import-circle": ("The models import each other in a circle: {names}.", "Break the circle."),
    "dmn-import-refused": ("The imported model {namespace} has problems itself.", "Mend {file} first."),
    "dmn-namespace-twice": (
        "The namespace {namespace} is also that of {file}, and imports could not tell them apart.",
        "Give each model a namespace of its own.",
    ),
    "dmn-no-name": ("An element of the kind {kind} has no name.", "Name it."),
    "dmn-id-twice": ("The id “{id}” is there twice.", "Give every element an id of its own."),
    "dmn-no-target": ("There is no element “{href}”.", "Point to an element of this or an imported model."),
    "dmn-no-expression": ("The decision “{name}” has no expression.", "Give it one."),
    "dmn-syntax": ("The expression cannot be read: {reason}.\n{place}", "Mend the expression at that place."),
    "dmn-too-deep": ("The expression is nested too deeply.", "Split the decision."),
    "dmn-no-output-decision": ("The service “{name}” has no output decision.", "Give it one."),
    "dmn-circle": ("The decision requires itself: {names}.", "Break the circle."),
    "dmn-language": ("The expression is written in {language}.", "Write it in FEEL."),
    "dmn-kind": (
        "The function is of the kind {kind}: decisions cannot run code.",
        "Write the function in FEEL, or let a service task of the process fetch the value.",
    ),
    "dmn-external": (
        "The function is external: decisions cannot run code.\n{place}",
        "Write the function in FEEL, or let a service task of the process fetch the value.",
    ),
    "dmn-no-type": ("There is no type “{name}”.", "Define it as an item definition, or choose another."),
    "dmn-hit-policy": ("There is no hit policy “{policy}”.", "Choose one of {choices}."),
    "dmn-aggregation": (
        "A table with hit policy {policy} cannot aggregate by “{aggregation}”.",
        "Aggregate with COLLECT, by SUM, MIN, MAX or COUNT.",
    ),
    "dmn-input-empty": ("This input column has no expression.", "Write what the column looks at."),
    "dmn-no-output": ("The table has no output column.", "Add one."),
    "dmn-output-unnamed": ("One of several output columns has no name.", "Name each output column."),
    "dmn-rule-cells": (
        "Rule {number} has {tests} conditions and {cells} conclusions; the table has {inputs} input and {outputs} "
        "output columns.",
        "Give every rule a cell for each column.",
    ),
    **TYPE_PHRASES,
}
