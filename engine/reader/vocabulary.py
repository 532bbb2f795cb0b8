"""The names in a diagram file: namespaces, and the elements that only describe or are parts of others."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
POLKU = "http://polku.fi/schema/bpmn/1.0"
CAMUNDA_7 = "http://camunda.org/schema/1.0/bpmn"
# The engines whose extensions a file may have: what they say is not executed here.
OTHER_ENGINES = {
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
    "http://www.jboss.org/drools": "jBPM",
}


def bpmn(name: str) -> str:
    """The qualified tag of an element of the standard."""
    return f"{{{BPMN}}}{name}"


def zeebe(name: str) -> str:
    """The qualified tag of an extension element of Camunda 8."""
    return f"{{{ZEEBE}}}{name}"


def polku(name: str) -> str:
    """The qualified tag of an extension element of this engine."""
    return f"{{{POLKU}}}{name}"


# A problem is shown on what stands directly in one of these.
CONTAINERS = frozenset(
    map(bpmn, ("definitions", "process", "subProcess", "transaction", "adHocSubProcess", "collaboration", "laneSet"))
)

# Elements that are read together with the one that has them.
PARTS = frozenset(
    map(
        bpmn,
        (
            "activationCondition",
            "assignment",
            "completionCondition",
            "complexBehaviorDefinition",
            "condition",
            "conditionExpression",
            "correlationPropertyBinding",
            "dataInput",
            "dataInputRefs",
            "dataOutput",
            "dataOutputRefs",
            "dataPath",
            "documentation",
            "event",
            "eventDefinitionRef",
            "expression",
            "extensionElements",
            "flowNodeRef",
            "formalExpression",
            "from",
            "humanPerformer",
            "incoming",
            "inputDataItem",
            "inputSet",
            "inputSetRefs",
            "loopCondition",
            "loopCardinality",
            "loopDataInputRef",
            "loopDataOutputRef",
            "multiInstanceLoopCharacteristics",
            "optionalInputRefs",
            "optionalOutputRefs",
            "outgoing",
            "outputDataItem",
            "outputSet",
            "outputSetRefs",
            "performer",
            "potentialOwner",
            "resourceAssignmentExpression",
            "resourceParameterBinding",
            "resourceRef",
            "script",
            "source",
            "sourceRef",
            "standardLoopCharacteristics",
            "target",
            "targetRef",
            "timeCycle",
            "timeDate",
            "timeDuration",
            "to",
            "transformation",
            "whileExecutingInputRefs",
            "whileExecutingOutputRefs",
        ),
    )
)

# Parts of a process or sub-process that are not drawn: what is wrong with them is shown on their owner.
UNDRAWN = PARTS | frozenset(
    map(
        bpmn,
        (
            "dataInputAssociation",
            "dataOutputAssociation",
            "ioBinding",
            "ioSpecification",
            "property",
        ),
    )
)

# Elements that tell people something and have no effect on execution (BPMN 2.0.2, 8.3, 8.4 and 10.4).
DESCRIPTIVE = frozenset(
    map(
        bpmn,
        (
            "association",
            "auditing",
            "category",
            "categoryValueRef",
            "childLaneSet",
            "collaboration",
            "correlationKey",
            "correlationProperty",
            "correlationSubscription",
            "dataObject",
            "dataObjectReference",
            "dataState",
            "dataStore",
            "dataStoreReference",
            "endPoint",
            "error",
            "escalation",
            "globalBusinessRuleTask",
            "globalManualTask",
            "globalScriptTask",
            "globalTask",
            "globalUserTask",
            "group",
            "import",
            "interface",
            "itemDefinition",
            "lane",
            "laneSet",
            "message",
            "monitoring",
            "operationRef",
            "partitionElement",
            "partnerEntity",
            "partnerRole",
            "process",
            "relationship",
            "rendering",
            "resource",
            "resourceRole",
            "signal",
            "supportedInterfaceRef",
            "supports",
            "text",
            "textAnnotation",
        ),
    )
)

# Extension elements that have an effect, or (userTask, userTaskForm) that an editor writes beside those.
EXTENSIONS = frozenset(
    (
        *map(
            zeebe,
            (
                "adHoc",
                "assignmentDefinition",
                "calledDecision",
                "calledElement",
                "executionListener",
                "executionListeners",
                "formDefinition",
                "header",
                "input",
                "ioMapping",
                "loopCharacteristics",
                "output",
                "priorityDefinition",
                "properties",
                "property",
                "script",
                "subscription",
                "taskDefinition",
                "taskHeaders",
                "taskSchedule",
                "userTask",
                "userTaskForm",
                "versionTag",
            ),
        ),
        polku("message"),
        polku("routing"),
    )
)
