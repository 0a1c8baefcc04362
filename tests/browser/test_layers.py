"""Stages of layers without windows, the steps between, and the switches in place."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, Api, Explorer
from tests.browser.test_highlight import expect_lit, reads

MAP = [[[[1, -2], [0.5, 3]]]]
ROWS = [[0.5, -1, 2], [1, 0, -0.5]]
MAPS = [[[[1, -2, 3], [4, 0, -1]], [[0, 1, 1], [2, -2, 3]]]]


def net(kind: str, given: Any, gradient: Any, **options: Any) -> dict[str, Any]:
    layer = {"type": kind, "name": "it", **options}
    return {"input": given, "layers": [layer], "loss": {"type": "upstream", "gradient": gradient}}


SIGMOID = net("sigmoid", MAP, [[[[1, 2], [-1, 0.5]]]])
LINEAR = net("linear", [[0.5, -1, 2]], [[1, -2]], weight=[[1, -2, 0.5], [3, 0, 1]], bias=[0.5, -1])
FLATTEN = net("flatten", MAPS, [list(range(1, 13))])
POOL = net("max_pool2d", [[[[2, 2], [1, 0]]]], [[[[4]]]], kernel_size=2)


def switch(explorer: Explorer, name: str) -> Locator:
    return explorer.stage.get_by_role("group", name=name, exact=True)


def pressed(explorer: Explorer, name: str) -> Locator:
    return switch(explorer, name).locator("[aria-pressed=true]")


def test_the_slope_comes_from_the_input_or_from_the_output(explorer: Explorer, api: Api) -> None:
    explorer.open_document(SIGMOID).look(layer="it", tensor="input.grad", cell="input.grad[0,0,0,1]")
    assert {"it.output.grad", "it.derivative", "input"} <= set(explorer.tensors())
    assert explorer.stage.locator("[data-tensor='it.output']").count() == 0
    expect(explorer.stage.locator(".plot path.slope")).to_have_attribute("d", re.compile(r"^M.*L"))
    switch(explorer, "f′ from").get_by_role("button").nth(1).click()
    expect(explorer.stage.locator("[data-tensor='it.output']")).to_be_visible()
    assert explorer.stage.locator("[data-tensor='input']").count() == 0
    trace = api.trace(SIGMOID)
    expect_lit(explorer, "input.grad", reads(api, trace, "input.grad[0,0,0,1]", "chain"))
    for method, source in (("from_input", "input"), ("from_output", "it.output")):
        explorer.look(layer="it", tensor="it.derivative", method=method, cell="it.derivative[0,0,0,1]")
        expect(explorer.stage.locator(f"[data-tensor='{source}']")).to_be_visible()
        expect_lit(explorer, "it.derivative", reads(api, trace, "it.derivative[0,0,0,1]", method))


@pytest.mark.parametrize("tensor", ["it.output", "input.grad", "it.weight.grad"])
def test_a_linear_layer_is_a_matrix_or_nodes_and_edges(explorer: Explorer, api: Api, tensor: str) -> None:
    explorer.open_document(LINEAR).look(layer="it", tensor=tensor)
    trace = api.trace(LINEAR)
    cell = next(iter(api.values(trace, tensor)))
    terms = api.explain(trace, cell)["terms"]
    edges = [term for term in terms if any(factor["cell"] for factor in term["factors"])]
    for view in ("nodes", "matrix"):
        switch(explorer, "Drawn as").get_by_role("button", name=view).click()
        expect(pressed(explorer, "Drawn as")).to_have_text(view)
        graph = explorer.stage.locator("svg.graph")
        expect(graph).to_have_count(1 if view == "nodes" else 0)
        if view == "nodes":
            expect(graph.locator(".edge.lit")).to_have_count(len(edges))
            expect(graph.locator(".label")).to_have_count(len(edges))
        expect_lit(explorer, tensor, reads(api, trace, cell, explorer.method))


def test_many_nodes_are_folded_with_their_count(explorer: Explorer) -> None:
    weight = {"shape": [2, 40], "fill": "uniform"}
    explorer.open_document(net("linear", {"shape": [1, 40], "fill": "uniform"}, [[1, -2]], weight=weight, bias=None))
    explorer.look(layer="it", tensor="it.output")
    switch(explorer, "Drawn as").get_by_role("button", name="nodes").click()
    expect(explorer.stage.locator(".graph .node.more")).to_have_text("+29")
    expect(explorer.stage.locator(".graph .edge.lit")).to_have_count(11)
    expect(explorer.stage.get_by_text("29 more add")).to_be_visible()


def test_very_long_rows_are_shown_one_by_one(explorer: Explorer, api: Api) -> None:
    """A weight per pixel of a picture: the row of the chosen cell is folded as the picture was."""
    weight = {"shape": [3, 144], "fill": "uniform"}
    document = net("linear", {"shape": [1, 144], "fill": "uniform"}, [[1, -2, 3]], weight=weight, bias=None)
    cell = "it.weight.grad[2,17]"
    explorer.open_document(document).look(layer="it", tensor="it.weight.grad", method="matrix", cell=cell)
    target = explorer.stage.locator(".target")
    expect(target).to_contain_text("row 3 of 3")
    expect(explorer.matrix("it.weight.grad")).to_have_attribute("aria-rowcount", "12")
    expect_lit(explorer, "it.weight.grad", reads(api, api.trace(document), cell, "matrix"))
    target.get_by_role("button", name="Next row").click()
    expect(target).to_contain_text("row 1 of 3")


def test_flatten_is_read_in_both_orders(explorer: Explorer) -> None:
    """The cell of row 1, column 3 is third by rows, fifth by columns; the switch is undone like an edit."""
    explorer.open_document(FLATTEN).look(layer="it", tensor="it.output", cell="it.output[0,4]")
    expect(explorer.stage.locator(".walk")).to_have_count(2)
    explorer.expect_value("it.output[0,4]", 0)
    switch(explorer, "Read").get_by_role("button", name="column by column").click()
    expect(pressed(explorer, "Read")).to_have_text("column by column")
    expect(explorer.stage.locator(".because")).to_contain_text("Columns are read")
    explorer.expect_value("it.output[0,4]", 3)
    explorer.page.get_by_role("button", name="Undo").click()
    expect(pressed(explorer, "Read")).to_have_text("row by row")
    explorer.expect_value("it.output[0,4]", 0)


@pytest.mark.parametrize(
    ("kind", "options", "steps", "words"),
    [
        ("squared_error", {"target": ROWS[::-1]}, ["residual"], "divided by 2: the mean over 2 samples"),
        ("mse", {"target": ROWS[::-1]}, ["residual"], "divided by 6: the mean over all 6 numbers"),
        ("mse", {"target": ROWS[::-1], "reduction": "sum"}, ["residual"], "divided by nothing"),
        ("cross_entropy", {"target": [2, 0]}, ["residual", "probabilities"], "divided by 2"),
        (
            "cross_entropy",
            {"target": [2, 0], "reduction": "mean_at_parameters"},
            ["log_probabilities"],
            "1 ÷ 2 stands in the gradients of the parameters",
        ),
        ("binary_cross_entropy", {"target": [[1, 0, 1], [0, 1, 0]]}, ["variance"], "divided by 2"),
    ],
)
def test_a_loss_says_what_divides_it(
    explorer: Explorer, api: Api, kind: str, options: dict[str, Any], steps: list[str], words: str
) -> None:
    given = [[0.5, 0.25, 0.75], [0.125, 0.5, 0.9]]
    document = {"input": given, "layers": [{"type": "identity", "name": "it"}], "loss": {"type": kind, **options}}
    trace = api.trace(document)
    explorer.open_document(document).look(layer="loss", tensor="it.output.grad", cell="it.output.grad[1,2]")
    expect(explorer.stage.locator(".divides")).to_contain_text(words)
    expect(explorer.stage.locator(".chart")).to_have_count(1)
    expect_lit(explorer, "it.output.grad", reads(api, trace, "it.output.grad[1,2]", "chain"))
    for step in steps:
        explorer.stage.get_by_label("Steps between of loss").select_option(label=LABELS[step])
        expect(explorer.matrix(f"loss.{step}")).to_be_visible()
        cell = f"loss.{step}[0,0]"
        expect_lit(explorer, f"loss.{step}", reads(api, trace, cell, "chain"))


LABELS = {"residual": "residual", "probabilities": "p", "log_probabilities": "log p", "variance": "p(1 − p)"}


def test_a_tie_goes_where_the_switch_says(explorer: Explorer) -> None:
    explorer.open_document(POOL).look(layer="it", tensor="input.grad")
    for ties, second in (("all", 4), ("split", 2), ("first", 0)):
        switch(explorer, "At a tie").get_by_role("button", name=ties).click()
        expect(pressed(explorer, "At a tie")).to_have_text(ties)
        explorer.expect_value("input.grad[0,0,0,1]", second)


def test_a_mean_becomes_a_sum_and_back(explorer: Explorer) -> None:
    given = [[[[1, 0, 0], [0, 0, 0], [0, 0, 0]]]]
    pool = net("avg_pool2d", [[[[2, 2], [1, 3]]]], given, kernel_size=2, stride=1, padding=1)
    explorer.open_document(pool).look(layer="it", tensor="it.output")
    explorer.expect_value("it.output[0,0,0,0]", 0.5)
    switch(explorer, "Window").get_by_role("button", name="sum").click()
    expect(explorer.stage).to_have_attribute("data-stage", "sum_pool2d")
    expect(switch(explorer, "Window").get_by_role("button", name="sum")).to_be_focused()
    explorer.expect_value("it.output[0,0,0,0]", 2)
    expect(switch(explorer, "Padding counts")).to_have_count(0)
    switch(explorer, "Window").get_by_role("button", name="mean").click()
    expect(explorer.stage).to_have_attribute("data-stage", "avg_pool2d")
    expect(pressed(explorer, "Padding counts")).to_have_text("yes")


def test_a_convention_turns_the_kernel_and_a_layout_keeps_the_numbers(explorer: Explorer) -> None:
    explorer.open(PLAIN, layer="conv1", tensor="conv1.output", cell="conv1.output[0,0,0,0]")
    before = explorer.read("conv1.output")
    switch(explorer, "Kernel").get_by_role("button", name="convolution").click()
    expect(pressed(explorer, "Kernel")).to_have_text("convolution")
    expect(explorer.stage.locator(".because")).to_contain_text("turns on the way forward")
    assert explorer.read("conv1.output") != before
    explorer.open_document(LINEAR).look(layer="it", tensor="it.output")
    before = explorer.read("it.output")
    switch(explorer, "W is stored").get_by_role("button", name="in × out").click()
    expect(pressed(explorer, "W is stored")).to_have_text("in × out")
    assert explorer.read("it.output") == before
    assert explorer.read("it.weight")["it.weight[2,1]"] == 1


def test_a_refused_switch_says_why_and_changes_nothing(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append("422")
    explorer.open_document(FLATTEN).look(layer="it", tensor="it.output")
    before = explorer.read("it.output")
    sentence = "order: the server of this test takes no other order"
    body = {"type": "about:blank#invalid-content", "title": "No", "status": 422, "detail": sentence}
    explorer.page.route(
        "**/documents/revise",
        lambda route: route.fulfill(status=422, json=body, content_type="application/problem+json"),
    )
    switch(explorer, "Read").get_by_role("button", name="column by column").click()
    expect(explorer.stage.get_by_role("alert")).to_contain_text(sentence)
    expect(pressed(explorer, "Read")).to_have_text("row by row")
    assert explorer.read("it.output") == before


def test_only_what_can_be_typed_is_said_to_be(explorer: Explorer) -> None:
    explorer.open_document(SIGMOID).look(layer="it", tensor="it.output")
    expect(explorer.stage.locator(".hint")).to_contain_text("Type to change it")
    explorer.look(layer="it", tensor="it.derivative", method="from_output")
    expect(explorer.stage.locator(".hint")).not_to_contain_text("Type")


def test_a_step_leads_to_the_steps_that_it_reads(explorer: Explorer) -> None:
    explorer.open_document(net("softmax", ROWS, [[1, -1, 2], [0, 3, -2]])).look(layer="it", tensor="it.output")
    explorer.stage.get_by_role("button", name="Show how exponentials is made").click()
    expect(explorer.matrix("it.shifted")).to_be_visible()
    expect(explorer.page.get_by_label("Steps between of it")).to_have_value(re.compile("exponentials"))


def test_a_softmax_of_one_and_zero_says_why_nothing_comes_back(explorer: Explorer) -> None:
    """And the likeliest class is counted as everything else is."""
    network = {"type": "linear", "name": "it", "weight": [[300, 1], [2, -1], [-400, 0]], "bias": None}
    document = {"input": [[3, 2]], "layers": [network], "loss": {"type": "cross_entropy", "target": [0]}}
    explorer.open_document(document).look(layer="it", tensor="input.grad")
    why = "With 902 so far above 4, p is exactly 1 and 0, as wanted: p minus the target is 0"
    expect(explorer.stage.locator(".say")).to_contain_text(why)
    explorer.look(layer="loss", tensor="loss")
    answer = explorer.stage.locator(".answer")
    for base in (1, 0):
        explorer.page.get_by_role("button", name=f"Count rows and columns from {base}").click()
        expect(answer).to_have_text(f"It says: class {base}, counted from {base}, with p = 1.")
    explorer.type("it.weight[0,0]", "1")
    expect(explorer.stage.locator(".say")).not_to_contain_text("exactly")
