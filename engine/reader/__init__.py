"""Files to the model: BPMN diagrams read with SpiffWorkflow's parser, every problem with its element."""

from engine.reader.reading import Reading, read_bpmn
from engine.reader.references import Reference, ReferenceKind

__all__ = ["Reading", "Reference", "ReferenceKind", "read_bpmn"]
