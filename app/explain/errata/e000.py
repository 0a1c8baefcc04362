"""Article 000, the derivatives of feature map and bias, and the repository that goes with it."""

from app.explain.errata import formulas000 as formulas
from app.explain.errata.erratum import Erratum
from app.explain.errata.places import about, anywhere
from app.explain.errata.ties import TIED, about_ties, show_ties

ERRATA = (
    Erratum(
        "E000-1",
        "∂L/∂x as a product with itself",
        r"$\frac{\partial L}{\partial z_{11}} \frac{\partial L}{\partial x_{11}}$ and three more, in text and formulas",
        r"$\frac{\partial L}{\partial z_{11}} \frac{\partial z_{11}}{\partial x_{11}}$, …",
        "The chain rule multiplies ∂L/∂z by ∂z/∂x; as printed the unknown ∂L/∂x stands on both sides.",
        about(formulas.conv_backward, "input.grad"),
        "000-dx11",
        formulas.corner,
    ),
    Erratum(
        "E000-2",
        "Two wrong derivatives for ∂L/∂x₂₂, and every ∂ below the bar missing",
        r"$\ldots + \frac{\partial L}{\partial z_{23}} \frac{\partial z_{23}}{x_{32}} "
        r"+ \frac{\partial L}{\partial z_{32}} \frac{\partial z_{22}}{x_{22}} + \ldots$",
        r"$\ldots + \frac{\partial L}{\partial z_{23}} \frac{\partial z_{23}}{\partial x_{22}} "
        r"+ \frac{\partial L}{\partial z_{32}} \frac{\partial z_{32}}{\partial x_{22}} + \ldots$",
        "z₂₃ does not contain x₃₂, and ∂L/∂z₃₂ belongs to ∂z₃₂. The article's last line is right.",
        about(formulas.has_middle, "input.grad"),
        "000-dx22",
        formulas.literal,
    ),
    Erratum(
        "E000-3",
        "∂L/∂b without its sum",
        r"$\frac{\partial L}{\partial b} = \frac{\partial L}{\partial z}$",
        r"$\frac{\partial L}{\partial b} = \sum_{n,i,j} \frac{\partial L}{\partial z_{n,ij}}$",
        "The printed form is for one neuron; a convolution's bias is shared by all positions of a map.",
        about(formulas.has_bias, "bias.grad"),
        "000-bias",
        formulas.bias,
    ),
    Erratum(
        "E000-4",
        "The size of z with stride 2",
        "z stays 4×4 when stride 2 is discussed",
        r"$\lfloor (3 + 2 - 2)/2 \rfloor + 1 = 2$: z is 2×2",
        "With padding 1 and stride 2 the last padded row and column are never read.",
        about(formulas.strided, "output"),
        "000-stride2",
        formulas.sizes,
    ),
    Erratum(
        "E000-5",
        "The chain rule as a matrix product",
        r"$\frac{\partial L}{\partial x} = \frac{\partial L}{\partial z} \frac{\partial z}{\partial x}$ of matrices",
        r"$\frac{\partial L}{\partial x_{rq}} = \sum_{i,j} \frac{\partial L}{\partial z_{ij}} "
        r"\frac{\partial z_{ij}}{\partial x_{rq}}$",
        "∂z/∂x has an entry for each pair of cells; what is summed is over all cells of z.",
        about(formulas.conv_backward, "input.grad"),
        "000-dx11",
    ),
    Erratum(
        "E000-6",
        "The crop of a padding of 0 (repository)",
        "dA_prev[i] = da_prev_pad[pad:-pad, pad:-pad, :]",
        "da_prev_pad[pad:pad + H, pad:pad + W, :]",
        "Without padding -pad is 0 and the slice is empty.",
        about(formulas.unpadded, "input.grad"),
        "000-repo-crop-pad0",
        formulas.crop,
    ),
    Erratum(
        "E000-7",
        "Pooling backward without the stride (repository)",
        "vert_start = h, horiz_start = w",
        "vert_start = h * stride, horiz_start = w * stride",
        "The forward pass moves the window by the stride, so the backward pass has to as well.",
        about(formulas.steps, "input.grad"),
        "000-repo-pool-stride",
        formulas.pool,
    ),
    Erratum(
        "E000-8",
        "A mask that marks every tie (repository)",
        "mask = (x == np.max(x))",
        "one maximum only: the recorded index",
        TIED,
        about_ties,
        "004-maxpool-ties",
        show_ties,
    ),
    Erratum(
        "E000-9",
        "Two paddings in one demonstration (repository)",
        r"the demo cell pads by 1 while hparameters says pad 0; sums run to $n_H$, $n_W$ inclusive",
        r"one padding; $0 \ldots n_H - 1$",
        "Indices that start at 0 end one before the size.",
        anywhere,
    ),
)
