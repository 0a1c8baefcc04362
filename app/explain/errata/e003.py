"""Article 003, notes on the convolutional net, and the MATLAB toolbox that it reads."""

from app.engine.layers.shape import Flatten
from app.explain.errata import formulas003 as formulas
from app.explain.errata.erratum import Erratum
from app.explain.errata.places import about, anywhere, has_gradient, is_conv, is_linear

has_linear = about(has_gradient(is_linear), "input.grad")

ERRATA = (
    Erratum(
        "E003-1",
        "The last sensitivity without f′",
        "the last layer's sensitivity is the sample's error itself",
        r"$\delta^L = e \circ o(1 - o)$, as the code's od",
        "The error is ∂E/∂o; a sensitivity is ∂E/∂u, which takes f′(u) besides.",
        about(formulas.is_last_activation, "input.grad"),
        "003-od",
        formulas.error_itself,
    ),
    Erratum(
        "E003-2",
        "One od per row instead of one per column",
        r"row i of fvd is $w_{i1} od(i) + w_{i2} od(i) + w_{i3} od(i)$, and so on for 4 rows",
        r"$\sum_j w_{ij}\, od(j)$ in every row",
        "Each output sends its own sensitivity back over its own weight; od(4) does not exist.",
        about(formulas.backward_linear, "input.grad"),
        "003-fvd",
        formulas.rows,
    ),
    Erratum(
        "E003-3",
        "The name of the loss",
        "mean square root error",
        r"half the squared error, $\frac{1}{2} \sum (t - y)^2$",
        "No root is taken, and its derivative would be another.",
        anywhere,
    ),
    Erratum(
        "E003-4",
        "The shape of W",
        "W is 4×3",
        "the toolbox stores ffW as 3×4; 4×3 is its transpose, fvd = ffW′ · od",
        "Outputs come first in ffW.",
        has_linear,
    ),
    Erratum(
        "E003-5",
        "f′ at a layer that has no f",
        "then times the derivative, for the S2 layer",
        "the sub-sampling layer is linear: no derivative there, only where the last layer is a convolution",
        "f′ belongs to a layer that applied f.",
        about(formulas.pool_under_sigmoid, "output.grad"),
        None,
        formulas.derivative_of_pool,
    ),
    Erratum(
        "E003-6",
        "(4,1) → (2,2) without an order",
        "the vector of 4 is reshaped to 2×2",
        "[v1 v3; v2 v4] in MATLAB (column by column), [v1 v2; v3 v4] with NumPy's reshape",
        "The way back has to read in the order in which the way forward wrote.",
        about(formulas.rectangular_maps, "input.grad"),
        "003-reshape",
        formulas.order,
    ),
    Erratum(
        "E003-7",
        "What is learned",
        "only convolution layers need gradients",
        "the output weights ffW and ffb are learned too (dffW, dffb)",
        "Every layer with parameters has gradients.",
        has_linear,
    ),
    Erratum(
        "E003-8",
        "Border and sum left out",
        "S1: convolve with the turned kernel",
        "with a full border, and summed over the output maps",
        "Without the border the result is too small; without the sum it is one map's part.",
        about(has_gradient(is_conv), "input.grad"),
    ),
    Erratum(
        "E003-9",
        "What the flattened layer is",
        "the flattened sub-sampling layer is called the full connection",
        "the vector is the fully connected layer's input",
        "Flattening connects nothing.",
        about(lambda place: isinstance(place.layer, Flatten), "output"),
    ),
    Erratum(
        "E003-10",
        "Two misprints",
        "1/(1+e-x); 三科",
        "$1/(1+e^{-x})$; 三顆",
        "A lost exponent and a wrong character.",
        anywhere,
    ),
    Erratum(
        "E003-11",
        "When to divide by the batch",
        "add all sensitivities and divide by the batch size",
        "divide only where the sensitivities are per sample; where the loss is a mean already, they carry 1/N",
        "Dividing twice makes every step N times too small.",
        about(formulas.mean_bias, "bias.grad"),
        None,
        formulas.divided_twice,
    ),
    Erratum(
        "E003-12",
        "Limits of the toolbox that the article does not name",
        "no limits",
        "N = 1 fails, two convolutions or two sub-samplings in a row fail; one input channel, square kernels",
        "Found by running it.",
    ),
)
