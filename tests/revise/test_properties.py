"""Whatever is changed, in whatever order: the result computes, and going there and back changes nothing."""

from __future__ import annotations

import json
import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.document import Document, shape_of
from app.engine.edit import editable
from app.engine.errors import EngineError
from app.engine.fills import materialise
from app.engine.layers import LAYERS
from app.engine.layers.base import Wished
from app.engine.losses import LOSSES
from app.engine.network import plan
from app.engine.trace import compute
from app.revise import changes as revise
from app.revise.draft import LayerDraft, LossDraft, draft
from app.revise.fitting import fit
from app.schemas.building import document as document_of
from app.schemas.identity import identity
from app.schemas.normal import document_json
from app.schemas.numbers import encode
from app.settings import Settings
from tests.networks import document

SEEDS = st.integers(0, 10**9)
SAME_SHAPE = ("relu", "leaky_relu", "sigmoid", "tanh", "identity", "channel_affine", "softmax", "combine_maps")


def revised(net: Document, change: revise.Change) -> Document:
    return fit(change.applied(draft(net))).document()


def layer(kind: str, name: str) -> LayerDraft:
    return LayerDraft(name, LAYERS[kind], {}, {})


def same(one: Document, other: Document) -> bool:
    """Equal but for generators that were written out."""
    mine, yours = editable(one), editable(other)
    dtype = np.dtype(one.dtype)
    return mine.keys() == yours.keys() and all(
        np.array_equal(materialise(mine[name], dtype), materialise(yours[name], dtype)) for name in mine
    )


def any_change(net: Document, rng: random.Random, step: int) -> revise.Change:
    """One of the operations with arguments that may or may not fit."""
    names = [named.name for named in net.layers]
    some = rng.choice(names) if names else "none"
    shape = shape_of(net.input)
    loss = rng.choice(list(LOSSES))
    wished = Wished(
        channels=rng.choice([None, 1, 2, 4]),
        bias=rng.choice([None, True, False]),
        kernel_size=rng.choice([None, (1, 2)]),
    )
    return rng.choice(
        [
            revise.Insert(rng.randint(0, len(names)), layer(rng.choice(list(LAYERS)), f"new{step}")),
            revise.Remove(some),
            revise.Move(some, rng.randint(0, max(0, len(names) - 1))),
            revise.Rename(some, f"named{step}"),
            revise.Replace(some, LAYERS[rng.choice(list(LAYERS))]),
            revise.Resize(tuple(max(1, size + rng.choice([-1, 0, 1])) for size in shape)),
            revise.SetOptions(some, {}, {}, wished),
            revise.ChangeLoss(rng.choice([None, LossDraft(LOSSES[loss], {}, {})])),
            revise.FillTensor(rng.choice(list(editable(net))), rng.choice(["normal", "arange", "zeros"]), step),
        ]
    )


@given(SEEDS)
@settings(max_examples=120, deadline=None)
def test_what_is_accepted_computes(seed: int) -> None:
    rng = random.Random(seed)
    net = document(rng, largest=5)
    accepted = 0
    for step in range(8):
        before = identity(net)
        try:
            after = revised(net, any_change(net, rng, step))
        except EngineError:
            after = net
        else:
            accepted += 1
        assert identity(net) == before
        net = after
    with np.errstate(all="ignore"):
        compute(net)
    assert identity(document_of(json.loads(encode(document_json(net))), Settings())) == identity(net)
    assert accepted


@given(SEEDS, st.sampled_from(SAME_SHAPE))
@settings(max_examples=60, deadline=None)
def test_insert_then_remove_gives_the_document_back(seed: int, kind: str) -> None:
    rng = random.Random(seed)
    net = document(rng, largest=5)
    there = revised(net, revise.Insert(rng.randint(0, len(net.layers)), layer(kind, "guest")))
    assert len(there.layers) == len(net.layers) + 1
    assert identity(revised(there, revise.Remove("guest"))) == identity(net)


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_growing_then_shrinking_gives_the_input_back(seed: int) -> None:
    rng = random.Random(seed)
    net = document(rng, largest=5)
    shape = shape_of(net.input)
    larger = tuple(size + rng.choice([0, 1, 2]) for size in shape)
    try:
        grown = revised(net, revise.Resize(larger))
    except EngineError:  # groups that no longer divide the maps
        return
    assert same(revised(grown, revise.Resize(shape)), net)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_every_type_goes_wherever_it_fits(seed: int) -> None:
    """At every place of the right rank, unless a later layer needs the shape that it takes away."""
    rng = random.Random(seed)
    net = document(rng, largest=5, loss=False)
    shapes = [shape_of(net.input), *(each.output for each in plan(net).layers)]
    for kind in LAYERS:
        reads = {"linear": (2,), **dict.fromkeys(("conv2d", "max_pool2d", "avg_pool2d", "sum_pool2d"), (4,))}
        for at, shape in enumerate(shapes):
            change = revise.Insert(at, layer(kind, "guest"))
            try:
                after = revised(net, change)
            except EngineError as error:
                refused = error.message.startswith("guest")
            else:
                refused = False
                assert plan(after).layers[at].input == shape
            assert refused == (len(shape) not in reads.get(kind, (2, 4))), (kind, at)
