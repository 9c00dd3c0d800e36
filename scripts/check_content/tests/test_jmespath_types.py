"""Queries against the shape of DescribeTasks: what is accepted, what is found."""

from __future__ import annotations

import pytest

from check_content import models
from check_content.jmespath_types import check
from check_content.value_types import Type, of


def tasks() -> Type:
    """The type of what `aws ecs describe-tasks` prints."""
    model = models.operation("ecs", "describe-tasks")
    assert model is not None
    return of(model.output_shape)


@pytest.mark.parametrize(
    "query",
    [
        "tasks",
        "tasks[0].containers[?name=='app'].exitCode | [0]",
        "tasks[].{id:taskArn,codes:containers[].[name,exitCode]}",
        "tasks[*].containers[*].reason[]",
        "tasks[].containers[].managedAgents[].lastStatus",
        "tasks[?stopCode=='EssentialContainerExited' && lastStatus!='RUNNING'].taskArn",
        "tasks[].containers[?exitCode!=`0` && exitCode!=null].name" .replace("null", "`null`"),
        "sort_by(tasks[?stoppedAt], &stoppedAt)[-1].{at:stoppedAt,why:stoppedReason}",
        "tasks[?contains(stoppedReason, 'health')].taskArn",
        "length(tasks[?healthStatus=='UNHEALTHY'])",
        "max_by(tasks, &startedAt).taskArn",
        "map(&taskArn, tasks)",
        "join(', ', tasks[].taskArn)",
        "tasks[0].attachments[?type=='Service Connect'].details[] | [?name=='a'].value",
        "tasks[].not_null(stoppedReason, stopCode)",
        "tasks[].tags[?key=='team'].value[]",
        "tasks[0:3].taskArn",
        "failures[*].[arn,reason]",
        "keys(tasks[0])",
        "tasks[].*",
        "@.tasks[0] || failures[0].reason",
    ],
)  # fmt: skip
def test_accepted(query: str) -> None:
    assert check(query, tasks())[1] == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("task[0]", "did you mean `tasks`"),
        ("tasks[0].stopreason", "did you mean `stoppedReason`"),
        ("tasks[].containers[].essential", "a Container has no `essential`"),
        ("tasks[].{a:{b:stoppedCode}}", "no `stoppedCode`"),
        ("tasks.taskArn", "asked of a list"),
        ("tasks[0].taskArn.name", "asked of a string"),
        ("tasks[0][0]", "which gives null"),
        ("tasks[?startAt].taskArn", "no `startAt`"),
        ("sort_by(tasks, &stopedAt)", "no `stopedAt`"),
        ("tasks[?stopCode=='OOM']", "not a value of this field"),
        ("tasks[].containers[?exitCode=='1']", "compares a number with a string"),
        ("tasks[].containers[?reason!=null]", "put null in backticks"),
        ("tasks[?stopCode==`SpotInterruption`]", "in single quotes"),
        ('tasks[?stopCode==`"SpotInterruption"`]', "in single quotes"),
        ("len(tasks)", "no function `len()`"),
        ("contains(tasks)", "takes 2 arguments"),
        ("tasks[", "does not compile"),
        ("tasks[0].{a b}", "does not compile"),
    ],
)
def test_found(query: str, words: str) -> None:
    problems = check(query, tasks())[1]
    assert any(words in f"{message}; {advice}" for message, advice in problems), problems


def test_the_result_has_a_type_to_sample() -> None:
    from check_content.value_types import sample

    assert sample(check("tasks[0].stopCode", tasks())[0]) == "TaskFailedToStart"
    assert sample(check("tasks[].containers[].exitCode", tasks())[0]) == "1"
