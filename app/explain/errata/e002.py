"""Article 002, principle and derivation after Bouvrie's notes, and the notes themselves."""

from app.engine.layers.affine import ChannelAffine
from app.explain.errata import formulas002 as formulas
from app.explain.errata.erratum import Erratum
from app.explain.errata.formulas001 import about_slope, show_without_slope
from app.explain.errata.formulas004 import about_several, show_one_kernel
from app.explain.errata.places import about, anywhere, has_gradient, is_conv

conv_dx = about(has_gradient(is_conv), "input.grad")

ERRATA = (
    Erratum(
        "E002-1",
        "What M_j is",
        "the selected region of the input layer",
        "the selected set of input maps",
        "Bouvrie's M_j names the maps that an output map reads: a partial connection.",
        about(is_conv, "output"),
    ),
    Erratum(
        "E002-2",
        "What β is, and f0",
        r"$\beta^{l+1}$ is the output sensitivity of the convolution layer after expanding; f0(u` j)",
        r"$\beta_j^{l+1}$ is the sub-sampling layer's multiplicative weight; $f'(u_j^l)$",
        "The expansion is up(δ); β is learned.",
        about(lambda place: isinstance(place.layer, ChannelAffine), "weight"),
        "002-conv-sub-chain",
    ),
    Erratum(
        "E002-3",
        "The worked 2.3 beside a ∗ that turns the kernel",
        "∗ turns the kernel, forward and backward, and the centre is 2.3",
        "3.3 where the forward pass is a true convolution; 2.3 where it is a cross-correlation",
        "Turning on the way forward means not turning on the way back.",
        about(formulas.true_convolution, "input.grad"),
        "002-forward-convention",
        formulas.convention,
    ),
    Erratum(
        "E002-4",
        "∂E/∂x called a sensitivity",
        "the result of the full convolution is the previous layer's sensitivity",
        r"it is $\partial E/\partial x$; times $f'(u)$ it is the sensitivity, unless the layer is linear",
        "Bouvrie multiplies by f′.",
        about_slope,
        "001-conv-delta-no-sigma-prime",
        show_without_slope,
    ),
    Erratum(
        "E002-5",
        "What is added for several maps",
        "add the resulting 3-D matrix",
        "add the 2-D results over the output maps j, one sum per input map i",
        "Adding a 3-D matrix would mix the input maps.",
        conv_dx,
        "000-general",
    ),
    Erratum(
        "E002-6",
        "β with a mean",
        r"$\beta \cdot \mathrm{up}(\delta)$, for any sub-sampling",
        r"$\beta \delta / n^2$ with a mean, $\beta \delta$ with a sum",
        "The mean divides on the way back as it did on the way forward.",
        about(formulas.mean_under_affine, "input.grad"),
        "002-beta-with-mean",
        formulas.mean,
    ),
    Erratum(
        "E002-7",
        "L1 on coefficients that add up to 1 (Bouvrie 3.3.1)",
        r"$\lambda \sum |\alpha|$ on $\alpha = \mathrm{softmax}(c)$, to make α sparse",
        r"its gradient is exactly 0; use an unconstrained α ($\lambda\, \mathrm{sign}\, \alpha$) or an entropy",
        "α is positive and adds up to 1, so the penalty is a constant.",
        about(formulas.combines, "logits"),
        "002-L1-on-softmax",
        formulas.penalty,
    ),
    Erratum(
        "E002-8",
        "∂E/∂W of a fully connected layer (Bouvrie, eq. 5)",
        r"$\frac{\partial E}{\partial W} = x \delta^T$ for $u = Wx$",
        r"$\delta x^T$",
        "Rows of W belong to outputs.",
        about(formulas.out_in, "weight.grad"),
        "002-bouvrie-eq5",
        formulas.outer,
    ),
    Erratum(
        "E002-9",
        "The step of the gradient check (Bouvrie 4.4)",
        r"$\varepsilon = 10^{-8}$ for central differences",
        r"$10^{-5} \ldots 10^{-6}$ in double precision",
        "Rounding errors of L are divided by ε.",
        formulas.checked,
        "002-bouvrie-eps",
        formulas.step,
    ),
    Erratum(
        "E002-10",
        "One kernel where all are read (Bouvrie 3.2.1)",
        r"$\delta_j = f'(u_j) \circ \mathrm{conv2}(\delta_j^{l+1}, \mathrm{rot180}(k_j), \mathrm{full})$",
        "the sum over all output maps that use map j",
        "The toolbox does the sum.",
        about_several,
        None,
        show_one_kernel,
    ),
    Erratum("E002-11", "Two words", "regulation; Bourvie", "regularisation; Bouvrie", "Spelling.", anywhere),
    Erratum(
        "E002-12",
        "Formulas in pictures",
        "all formulas and example numbers are pictures that are not shown",
        "the kernel of the example is [[0.2, 0.3], [0.5, 0.6]]: the only one that gives 2.3 as it is written out",
        "Four products and their places determine it.",
        anywhere,
    ),
)
